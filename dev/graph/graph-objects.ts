import type { DirectoryTenant, DirectoryUser } from '../directory/directory-changes.ts';
import { kindOf } from '../directory/memberships.ts';
import type { SampleGroup, SampleServicePrincipal } from '../idp/sample-directory.ts';

/** Something of the directory as Graph writes it, with all members that the stand-in knows. */
export type GraphObject = Readonly<Record<string, string | boolean | null>> & { readonly id: string };

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

export function graphUser(user: DirectoryUser): GraphObject {
  return {
    id: user.objectId,
    displayName: user.displayName,
    userPrincipalName: user.signInName,
    mail: textOrNull(user.mail),
    userType: user.isGuest ? 'Guest' : 'Member',
    accountEnabled: user.isEnabled,
    signInSessionsValidFromDateTime: user.sessionsValidFrom ?? '2020-01-01T00:00:00Z',
  };
}

export function graphGroup({ objectId, displayName, mail }: SampleGroup): GraphObject {
  return { id: objectId, displayName, mail: textOrNull(mail), mailEnabled: mail !== '', securityEnabled: true };
}

export function graphServicePrincipal({ objectId, clientId, name }: SampleServicePrincipal): GraphObject {
  return { id: objectId, appId: clientId, displayName: name, accountEnabled: true };
}

/** The collections of a tenant that can be listed. */
export function collections(tenant: DirectoryTenant): ReadonlyMap<string, readonly GraphObject[]> {
  return new Map([
    ['users', tenant.users.map(graphUser)],
    ['groups', tenant.groups.map(graphGroup)],
    ['servicePrincipals', tenant.servicePrincipals.map(graphServicePrincipal)],
  ]);
}

/** Anything of the tenant by its id, with the type that Graph puts before a directory object. */
export function directoryObject(tenant: DirectoryTenant, objectId: string): GraphObject | undefined {
  const kind = kindOf(tenant, objectId);
  if (kind === undefined) return undefined;
  const found = collections(tenant)
    .get(`${kind}s`)
    ?.find(({ id }) => id === objectId);
  return found === undefined ? undefined : { '@odata.type': `#microsoft.graph.${kind}`, ...found };
}

/** The members that `$select` names; all of them without it. `@odata.type` always stays. */
export function selected(object: GraphObject, select: string | null): Readonly<Record<string, unknown>> {
  if (select === null) return object;
  const wanted = select.split(',').map((name) => name.trim());
  return Object.fromEntries(Object.entries(object).filter(([name]) => name.startsWith('@') || wanted.includes(name)));
}
