import { CONTOSO, FABRIKAM } from '../../dev/idp/sample-directory.ts';
import { type ObjectId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { PrincipalKind } from '../../shared/domain/principal.ts';
import type { GrantableRight, WorkspaceRole } from '../../shared/domain/rights.ts';

/** Somebody who calls, and what they were given in the world of the tests. */
export type Principal = {
  /** As the columns of `docs/permissions.md` name them. */
  readonly name: string;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  readonly signInName: string;
  readonly kind: Exclude<PrincipalKind, 'group'>;
  readonly isAdministrator?: true;
  readonly role?: WorkspaceRole;
  /** On the report, its model and the dashboard. */
  readonly rights?: readonly GrantableRight[];
};

export const TENANT = idOf<TenantId>(CONTOSO.tenantId);
export const OTHER_TENANT = idOf<TenantId>(FABRIKAM.tenantId);

function idOf<T extends TenantId | ObjectId>(text: string): T {
  const id = parseId<T>(text);
  if (id === undefined) throw new Error(`${text} is no id.`);
  return id;
}

type Given = Pick<Principal, 'isAdministrator' | 'role' | 'rights'>;

/** A sample account of contoso; its object id ends with the suffix. */
function sample(name: string, suffix: string, kind: Principal['kind'], given: Given): Principal {
  const objectId = idOf<ObjectId>(`c0470500-0000-4000-8000-0000000000${suffix}`);
  const user = CONTOSO.users.find((one) => one.objectId === objectId);
  const signInName = user?.signInName ?? (kind === 'service' ? '' : `${name.replaceAll(' ', '.')}@contoso.example`);
  return { name, tenantId: TENANT, objectId, signInName, kind, ...given };
}

/** The columns of the permission matrix, in their order. */
export const PRINCIPALS: readonly Principal[] = [
  sample('administrator', '01', 'user', { isAdministrator: true }),
  sample('Admin', '02', 'user', { role: 'Admin' }),
  sample('Member', 'e1', 'user', { role: 'Member' }),
  sample('Contributor', '03', 'user', { role: 'Contributor' }),
  sample('Viewer', '04', 'user', { role: 'Viewer' }),
  sample('reader', '05', 'user', { rights: ['read'] }),
  sample('sharer', '06', 'user', { rights: ['read', 'build', 'reshare'] }),
  sample('guest', '07', 'guest', { rights: ['read', 'build', 'reshare'] }),
  sample('guest Contributor', 'e2', 'guest', { role: 'Contributor' }),
  sample('application', 'c2', 'service', { role: 'Contributor' }),
  sample('stranger', 'e3', 'user', {}),
  {
    name: 'foreign administrator',
    tenantId: OTHER_TENANT,
    objectId: idOf<ObjectId>(`${FABRIKAM.tenantId.slice(0, -2)}01`),
    signInName: 'admin@fabrikam.example',
    kind: 'user',
    isAdministrator: true,
  },
];

/** Somebody of contoso to whom things are given in the course of a test; they call nothing. */
export const RECIPIENT: Principal = sample('recipient', 'e4', 'user', { rights: ['read'] });
/** Somebody of contoso who was given nothing. */
export const NEWCOMER: Principal = sample('newcomer', 'e5', 'user', {});

export function principal(name: string): Principal {
  const found = PRINCIPALS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no principal ${name}.`);
  return found;
}
