import { z } from 'zod';
import type { DirectoryTenant } from '../directory/directory-changes.ts';
import type { ProviderSettings } from '../idp/provider-settings.ts';
import { GRAPH_ADMIN_PERMISSION, GRAPH_APP_ID, GRAPH_URI } from '../idp/requested-scope.ts';
import { ADMINISTRATOR_TEMPLATE, API_APP_ID } from '../idp/sample-directory.ts';
import { verifyOwnToken } from '../idp/verify-token.ts';
import { GraphRefusal } from './graph-reply.ts';

/** Whose token it is decides which tenant's data there are; nothing in the address does. */
export type GraphCaller = {
  readonly tenant: DirectoryTenant;
  /** The API application, which reads and invites; an administrator, who may do everything; or somebody who may not. */
  readonly kind: 'service' | 'administrator' | 'nobody';
};

const Claims = z.object({
  tid: z.string(),
  azp: z.string(),
  idtyp: z.string().optional(),
  scp: z.string().optional(),
  wids: z.array(z.string()).optional(),
});
type Claims = z.infer<typeof Claims>;

/** Verifies the bearer token; a missing or a wrong one is refused. */
export async function graphCaller(settings: ProviderSettings, authorization: string | undefined): Promise<GraphCaller> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new GraphRefusal('token-missing');
  const verified = await verifyOwnToken(settings, token, [GRAPH_URI, GRAPH_APP_ID]);
  const claims = verified.kind === 'valid' ? Claims.safeParse(verified.claims) : undefined;
  const tenant = claims?.success === true ? settings.directory.tenant(claims.data.tid) : undefined;
  if (claims?.success !== true || tenant === undefined) throw new GraphRefusal('token-invalid');
  return { tenant, kind: kindOf(claims.data) };
}

function kindOf({ azp, idtyp, scp, wids }: Claims): GraphCaller['kind'] {
  if (idtyp === 'app') return azp === API_APP_ID ? 'service' : 'nobody';
  const hasPermission = (scp ?? '').split(' ').includes(GRAPH_ADMIN_PERMISSION);
  return hasPermission && wids?.includes(ADMINISTRATOR_TEMPLATE) === true ? 'administrator' : 'nobody';
}
