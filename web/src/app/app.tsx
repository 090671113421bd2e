import { createDOMRenderer, FluentProvider, RendererProvider, Toaster } from '@fluentui/react-components';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter } from 'react-router';
import { createApi } from '../api/api.ts';
import { ApiProvider } from '../api/api-context.ts';
import { Problem } from '../api/problem.ts';
import { DarknessProvider } from '../ui/darkness.ts';
import { readNonce } from './nonce.ts';
import { PageBoundary } from './page-boundary.tsx';
import { AppRoutes } from './routes.tsx';
import type { Session } from './session/session.ts';
import { SessionProvider } from './session/session-context.ts';
import { DARK_THEME, LIGHT_THEME } from './theme/brand-theme.ts';
import { useIsDark } from './theme/theme-choice.ts';

const nonce = readNonce();
const renderer = createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } });

function isWorthAnotherTry(failures: number, error: Error): boolean {
  const isTemporary = !(error instanceof Problem) || error.status === 0 || error.status >= 502;
  return isTemporary && failures < 2;
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 20_000, retry: isWorthAnotherTry, retryDelay: (attempt) => 400 * 2 ** attempt },
      mutations: { retry: false },
    },
  });
}

/** Paths of the same edge that served this page: it may be known by more than one name. */
function createSessionApi({ wellKnown, tokens }: Session) {
  const here = (address: string) => new URL(address, window.location.origin).pathname;
  return createApi({ apiBase: here(wellKnown.apiBase), azimuthBase: here(wellKnown.azimuthBase) }, tokens);
}

/** The page's own ground shows through; a class here would also be worn by every menu and dialog. */
const CLEAR = { background: 'transparent' };

/** The signed-in application: what all pages need around them. */
export default function App({ session }: { readonly session: Session }) {
  const [api] = useState(() => createSessionApi(session));
  const [client] = useState(createClient);
  const isDark = useIsDark();
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={isDark ? DARK_THEME : LIGHT_THEME} style={CLEAR}>
        <DarknessProvider value={isDark}>
          <SessionProvider value={session}>
            <ApiProvider value={api}>
              <QueryClientProvider client={client}>
                <BrowserRouter>
                  <PageBoundary>
                    <AppRoutes />
                  </PageBoundary>
                </BrowserRouter>
                <Toaster toasterId="az-toasts" position="bottom-start" />
              </QueryClientProvider>
            </ApiProvider>
          </SessionProvider>
        </DarknessProvider>
      </FluentProvider>
    </RendererProvider>
  );
}
