import { isRefusal } from './problem.ts';

const MINUTE = 60_000;
type Asked = { readonly state: { readonly error: Error | null } };

/** For what others may change or take back while it is open: asked again each minute, and on coming back to the page. */
export const KEPT_FRESH = {
  refetchInterval: (query: Asked) => (isRefusal(query.state.error) ? false : MINUTE),
  refetchOnWindowFocus: 'always',
} as const;
