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
/** Entra gives a token for Microsoft Graph when only OpenID scopes are asked for. No API of ours accepts it. */
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

function permissionOf(scope: string): string {
  const at = scope.lastIndexOf('/');
  const resource = scope.slice(0, Math.max(at, 0)).toLowerCase();
  const name = scope.slice(at + 1);
  if (resource !== API_APP_URI && resource !== API_APP_ID) throw new OAuthRefusal('resource-unknown', scope);
  if (name !== '.default' && name !== API_SCOPE_NAME) throw new OAuthRefusal('scope-invalid', scope);
  return name;
}

/** Reads the scope parameter of a person's sign-in; an unknown resource or permission is refused. */
export function parseUserScope(text: string | null): RequestedScope {
  const asked = [...new Set((text ?? '').split(/\s+/).filter((part) => part !== ''))];
  if (asked.length === 0) throw new OAuthRefusal('parameter-missing', 'scope');
  const openid = asked.filter((scope) => OPENID.includes(scope));
  const resource = asked.filter((scope) => !OPENID.includes(scope));
  const names = resource.map(permissionOf);
  const forApi = names.length > 0;
  const apiScopes = names.includes('.default')
    ? [`${API_APP_URI}/${API_SCOPE_NAME}`, `${API_APP_URI}/.default`]
    : [`${API_APP_URI}/${API_SCOPE_NAME}`];
  const shown = openid.filter((scope) => scope !== 'offline_access');
  return {
    audience: forApi ? API_APP_ID : GRAPH_APP_ID,
    permissions: forApi ? [API_SCOPE_NAME] : shown,
    granted: forApi ? [...shown, ...apiScopes] : shown,
    wantsIdToken: openid.includes('openid'),
    wantsRefresh: openid.includes('offline_access'),
  };
}

/** Reads the scope of client credentials, which must be a resource's `.default`; gives the audience. */
export function parseApplicationScope(text: string | null): string {
  const scope = (text ?? '').trim();
  if (scope === '') throw new OAuthRefusal('parameter-missing', 'scope');
  if (!scope.endsWith('/.default')) throw new OAuthRefusal('scope-not-default', scope);
  permissionOf(scope);
  return API_APP_ID;
}
