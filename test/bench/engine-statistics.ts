import { join } from 'node:path';
import { z } from 'zod';
import { answerIdentityRequest } from '../../dev/identity-endpoint/identity-endpoint.ts';
import { allRolesIdentity } from '../../dev/identity-endpoint/service-identities.ts';
import { CONTOSO } from '../../dev/idp/sample-directory.ts';
import { loadLocalKeys } from '../../dev/idp/signing-keys.ts';
import { SERVICE_AUDIENCES } from '../../dev/stack/role-settings.ts';
import type { Stack } from '../../dev/stack/start-stack.ts';
import { internalPrefix } from '../../functions/internal-prefix.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import { type JobId, newId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { createSigningKeys } from '../../shared/identity/context-keys.ts';
import { CONTEXT_HEADER, signContext } from '../../shared/identity/signed-context.ts';

const Statistics = z.object({ queries: z.number(), cacheHits: z.number(), opens: z.number() });
export type Statistics = z.infer<typeof Statistics>;

const AUDIENCE = SERVICE_AUDIENCES.presentation;
const PATH = `${internalPrefix('presentation')}/statistics`;

/**
 * Asks the Presentation Role of a local stack how many queries its engine has run. Only a Gateway may ask, so this
 * does what one does: a service token, and a context signed with a key that is published in the metadata.
 */
export async function engineStatistics({ home, ports }: Stack): Promise<Statistics> {
  const metadata = await openSqliteMetadata({ file: join(home, 'metadata.db') });
  try {
    const now = new Date();
    const key = await createSigningKeys(metadata.system, () => now)();
    const bound = { audience: AUDIENCE, method: 'GET', path: PATH, body: new Uint8Array(0) };
    const tenantId = parseId<TenantId>(CONTOSO.tenantId);
    if (tenantId === undefined) throw new Error('The sample tenant has no id.');
    const context = { kind: 'system', tenantId, jobId: newId<JobId>(), requestId: crypto.randomUUID() } as const;
    const headers = {
      authorization: `Bearer ${await serviceToken(home)}`,
      [CONTEXT_HEADER]: await signContext(key, bound, context, null, now),
    };
    const answer = await fetch(`http://127.0.0.1:${ports.roles.presentation}${PATH}`, { headers });
    if (!answer.ok) throw new Error(`The statistics were answered ${answer.status}: ${await answer.text()}`);
    return Statistics.parse(await answer.json());
  } finally {
    await metadata.close();
  }
}

/** The token that the stack's own endpoint would give its Gateway, signed with the stack's own key. */
async function serviceToken(home: string): Promise<string> {
  const gateway = allRolesIdentity();
  const keys = await loadLocalKeys(join(home, 'identity', 'keys.json'));
  const settings = { identities: [gateway], key: keys.service, audiences: [AUDIENCE], now: () => new Date() };
  const query = new URLSearchParams({ 'api-version': '2019-08-01', resource: AUDIENCE });
  const { body } = await answerIdentityRequest(settings, new URL(`http://local/msi/token?${query}`), gateway.header);
  return z.object({ access_token: z.string() }).parse(body).access_token;
}
