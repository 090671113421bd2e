import { OAuthRefusal } from './oauth-error.ts';
import { API_APP_ID, API_APP_URI, API_SCOPE_NAME } from './sample-directory.ts';

/** What a scope parameter means: one resource, its permissions, and whether other tokens are wanted beside. */
export type RequestedScope = {
  readonly audience: string;
  readonly permissions: readonly string[];
  /** What the answer's `scope` lists. */
  readonly granted: readonly string[];
  readonly wantsIdToken: boolean;
  readonly wantsRefresh: boolean;
};

const OPENID: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];
/** Microsoft Graph, by id and by address. No API of ours accepts a token for it. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
export const GRAPH_URI = 'https://graph.microsoft.com';
/** What everybody may have of Graph, and what administrators may have besides. */
const GRAPH_PERMISSION = 'User.Read';
export const GRAPH_ADMIN_PERMISSION = 'Directory.AccessAsUser.All';

type Resource = { readonly uri: string; readonly audience: string; readonly permissions: readonly string[] };

const API: Resource = { uri: API_APP_URI, audience: API_APP_ID, permissions: [API_SCOPE_NAME] };
const GRAPH: Resource = { uri: GRAPH_URI, audience: GRAPH_URI, permissions: [GRAPH_PERMISSION] };
const MANAGED_GRAPH: Resource = { ...GRAPH, permissions: [GRAPH_PERMISSION, GRAPH_ADMIN_PERMISSION] };
const NAMES: ReadonlyMap<string, Resource> = new Map([
  [API_APP_URI, API],
  [API_APP_ID, API],
  [GRAPH_URI, GRAPH],
  [GRAPH_APP_ID, GRAPH],
]);

function split(scope: string): { readonly resource: Resource; readonly name: string } {
  const at = scope.lastIndexOf('/');
  const resource = NAMES.get(scope.slice(0, Math.max(at, 0)).toLowerCase());
  if (resource === undefined) throw new OAuthRefusal('resource-unknown', scope);
  return { resource, name: scope.slice(at + 1) };
}

/**
 * Reads the scope parameter of a person's sign-in; an unknown resource or permission is refused, and so are two
 * resources. Whoever manages the tenant gets what administrators may have of Graph.
 */
export function parseUserScope(text: string | null, managesTenant = false): RequestedScope {
  const asked = [...new Set((text ?? '').split(/\s+/).filter((part) => part !== ''))];
  if (asked.length === 0) throw new OAuthRefusal('parameter-missing', 'scope');
  const openid = asked.filter((scope) => OPENID.includes(scope));
  const scopes = asked.filter((scope) => !OPENID.includes(scope)).map((scope) => ({ scope, ...split(scope) }));
  const shown = openid.filter((scope) => scope !== 'offline_access');
  const wants = { wantsIdToken: openid.includes('openid'), wantsRefresh: openid.includes('offline_access') };
  const named = scopes[0]?.resource;
  if (named === undefined) return { audience: GRAPH_APP_ID, permissions: shown, granted: shown, ...wants };

  const resource = named === GRAPH && managesTenant ? MANAGED_GRAPH : named;
  for (const { scope, resource: other, name } of scopes) {
    const isKnown = other === named && (name === '.default' || resource.permissions.includes(name));
    if (!isKnown) throw new OAuthRefusal('scope-invalid', scope);
  }
  const all = scopes.some(({ name }) => name === '.default');
  const permissions = all
    ? resource.permissions
    : resource.permissions.filter((one) => scopes.some(({ name }) => name === one));
  const listed = permissions.map((one) => `${resource.uri}/${one}`);
  const granted = [...shown, ...listed, ...(all ? [`${resource.uri}/.default`] : [])];
  return { audience: resource.audience, permissions, granted, ...wants };
}

/** Reads the scope of client credentials, which must be a resource's `.default`; gives the audience. */
export function parseApplicationScope(text: string | null, wanted: 'api' | 'graph'): string {
  const scope = (text ?? '').trim();
  if (scope === '') throw new OAuthRefusal('parameter-missing', 'scope');
  if (!scope.endsWith('/.default')) throw new OAuthRefusal('scope-not-default', scope);
  const { resource } = split(scope);
  if (resource !== (wanted === 'api' ? API : GRAPH)) throw new OAuthRefusal('resource-unknown', scope);
  return resource.audience;
}
