import { z } from 'zod';

/** `GET /.well-known/azimuth`: what the browser application and any HTTP client start from. Public, no secrets. */
export const WellKnown = z.object({
  authority: z.string(),
  tokenEndpoint: z.string(),
  clientId: z.string(),
  scope: z.string(),
  apiBase: z.string(),
  azimuthBase: z.string(),
  version: z.string(),
  /** Only in a local stack: the same service over TLS; its authority is the stack's own. */
  httpsBase: z.string().optional(),
  /** Only where the authority is a local stand-in: what MSAL would else fetch from it. */
  knownAuthorities: z.array(z.string()).optional(),
  authorityMetadata: z.string().optional(),
  cloudDiscoveryMetadata: z.string().optional(),
  jwksUri: z.string().optional(),
  graph: z.string().optional(),
  tenants: z.unknown().optional(),
});
export type WellKnown = z.infer<typeof WellKnown>;
