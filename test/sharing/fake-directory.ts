import { Fault } from '../../shared/domain/faults.ts';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import type { Account, Directory, Person } from '../../shared/identity/ports.ts';

type Entry = { readonly tenantId: TenantId; readonly account: Account; readonly mail: string };

export type FakeDirectory = Directory & {
  /** Adds somebody, or changes who has that id. */
  put(tenantId: TenantId, person: Person, more?: Partial<Account> & { readonly mail?: string }): void;
  forget(objectId: ObjectId): void;
  /** `member` may be a group. */
  join(group: ObjectId, member: ObjectId): void;
  leave(group: ObjectId, member: ObjectId): void;
  /** While true, every call fails as a directory that does not answer. */
  setDown(isDown: boolean): void;
  /** E-mail addresses that were invited, in order. */
  readonly invitations: readonly string[];
};

/** A directory in memory, for any number of tenants, with nested groups. */
export function createFakeDirectory(): FakeDirectory {
  const entries = new Map<ObjectId, Entry>();
  const members = new Map<ObjectId, Set<ObjectId>>();
  const invitations: string[] = [];
  let isDown = false;

  const ask = async <T>(answer: () => T): Promise<T> => {
    if (isDown) throw new Fault('upstream-unavailable', { role: 'directory' });
    return answer();
  };
  const inTenant = (tenantId: TenantId, objectId: ObjectId): Entry | undefined => {
    const entry = entries.get(objectId);
    return entry?.tenantId === tenantId ? entry : undefined;
  };
  const ofTenant = (tenantId: TenantId) => [...entries.values()].filter((entry) => entry.tenantId === tenantId);
  const groupsAbove = (objectId: ObjectId, seen: Set<ObjectId>): Set<ObjectId> => {
    for (const [group, inside] of members) {
      if (!inside.has(objectId) || seen.has(group)) continue;
      seen.add(group);
      groupsAbove(group, seen);
    }
    return seen;
  };
  const put: FakeDirectory['put'] = (tenantId, person, more = {}) => {
    const { mail = '', ...rest } = more;
    const account: Account = { ...person, isEnabled: true, sessionsValidFrom: undefined, ...rest };
    entries.set(person.objectId, { tenantId, account, mail });
  };

  return {
    account: (tenantId, objectId) =>
      ask(() => {
        const entry = inTenant(tenantId, objectId);
        return entry?.account.kind === 'group' ? undefined : entry?.account;
      }),
    groupsOf: (tenantId, objectId) =>
      ask(() => [...groupsAbove(objectId, new Set())].filter((group) => inTenant(tenantId, group) !== undefined)),
    find: (tenantId, objectId) => ask(() => personOf(inTenant(tenantId, objectId))),
    findByName: (tenantId, name) =>
      ask(() => {
        const wanted = name.toLowerCase();
        return personOf(
          ofTenant(tenantId).find(({ account, mail }) =>
            [account.signInName, mail].some((known) => known !== '' && known.toLowerCase() === wanted),
          ),
        );
      }),
    search: (tenantId, text, limit) =>
      ask(() =>
        ofTenant(tenantId)
          .filter(({ account }) => account.displayName.toLowerCase().startsWith(text.toLowerCase()))
          .flatMap((entry) => personOf(entry) ?? [])
          .slice(0, limit),
      ),
    invite: (tenantId, email) =>
      ask(() => {
        const signInName = `${email.replace('@', '_')}#EXT#@contoso.example`;
        const guest: Person = { objectId: newId(), displayName: email, signInName, kind: 'guest' };
        invitations.push(email);
        put(tenantId, guest, { mail: email });
        return guest;
      }),
    put,
    forget: (objectId) => void entries.delete(objectId),
    join: (group, member) => void members.set(group, (members.get(group) ?? new Set()).add(member)),
    leave: (group, member) => void members.get(group)?.delete(member),
    setDown: (down) => {
      isDown = down;
    },
    invitations,
  };
}

function personOf(entry: Entry | undefined): Person | undefined {
  if (entry === undefined) return undefined;
  const { objectId, displayName, signInName, kind } = entry.account;
  return { objectId, displayName, signInName, kind };
}
