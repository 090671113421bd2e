import type { WellKnown } from '../../shared/contract/well-known.ts';
import { answering, json } from '../reply.ts';
import type { Route } from '../route.ts';
import { contentSecurityPolicy, type Framing, type PageOrigins } from './content-security-policy.ts';

export type WebFrontEndDeps = {
  /** The built page with `__NONCE__` where a nonce belongs, and its files at `./assets/`. */
  readonly readPage: () => Promise<string>;
  /** What stands before `/assets/`: nothing, or the address of another host. */
  readonly assetsBase?: string | undefined;
  readonly wellKnown: WellKnown;
  readonly origins: PageOrigins;
};

/**
 * The Web Front End: one page for every address of the application, the public configuration document, a probe. It
 * sees no token and no data.
 */
export function webFrontEndRoutes(deps: WebFrontEndDeps): readonly Route[] {
  return [
    {
      name: 'web-front-end-configuration',
      methods: ['GET', 'HEAD'],
      path: '/.well-known/azimuth',
      handler: answering(async () => json(200, deps.wellKnown)),
    },
    {
      name: 'web-front-end-health',
      methods: ['GET', 'HEAD'],
      path: '/healthz',
      handler: () => Promise.resolve(new Response(null, { status: 200, headers: { 'Cache-Control': 'no-store' } })),
    },
    {
      name: 'web-front-end-zz-page',
      methods: ['GET', 'HEAD'],
      path: '/{*page}',
      handler: answering(async (request) => page(await deps.readPage(), deps, framingOf(request))),
    },
  ];
}

/** Where the sign-in comes back to, in a hidden frame when it is renewed without a word. */
const SIGN_IN_CALLBACK = '/auth/callback';

function framingOf(request: Request): Framing {
  return new URL(request.url).pathname === SIGN_IN_CALLBACK ? 'self' : 'none';
}

function page(template: string, { origins, assetsBase = '' }: WebFrontEndDeps, framing: Framing): Response {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64');
  const html = template.replaceAll('"./assets/', `"${assetsBase}/assets/`).replaceAll('__NONCE__', nonce);
  return new Response(html, {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': contentSecurityPolicy(nonce, origins, framing),
      'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
      'X-Frame-Options': framing === 'none' ? 'DENY' : 'SAMEORIGIN',
    },
  });
}
