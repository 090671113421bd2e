import type { Metadata, SecurityState } from '../catalog/ports.ts';
import type { ObjectId, TenantId } from '../domain/ids.ts';
import { type TenantSettings, tenantSettings } from '../domain/tenant-settings.ts';
import { groupsThatMatter } from './groups-that-matter.ts';
import type { AccessToken, Account, Directory } from './ports.ts';

/** What holds of one account just now, beyond what its token says. */
export type Standing = {
  /** Undefined where the directory has no such account. */
  readonly account: Account | undefined;
  /** The groups that they are in and that matter in the tenant, as far as they can travel: `groups-that-matter.ts`. */
  readonly groupIds: readonly ObjectId[];
  readonly settings: TenantSettings;
  /** Tokens issued before this moment are void; ISO 8601. */
  readonly sessionsValidFrom: string | undefined;
};

type FromDirectory = { readonly account: Account | undefined; readonly groups: readonly ObjectId[] };

type Asked = { readonly value: Promise<FromDirectory>; readonly at: number };
type Known = { readonly value: Promise<Standing>; readonly asked: Asked; readonly epoch: number };

const MOST_REMEMBERED = 20_000;

/** `isFresh`: the directory was asked for this very call. */
export type FoundStanding = { readonly standing: Standing; readonly isFresh: boolean };

export type Standings = {
  /** With `anew` the directory is asked, however fresh what it said last is. */
  of(token: AccessToken, state: SecurityState, anew?: boolean): Promise<FoundStanding>;
};

/**
 * The standing of whoever holds a token. What the directory says is believed for `believeMs`; what the tenant's own
 * records say, until its security epoch moves. The same `Standing` value is answered as long as nothing changed, so
 * that decisions can be kept with it. Where the directory cannot be asked nobody gets in.
 */
export function createStandings(deps: {
  readonly metadata: Pick<Metadata, 'read'>;
  readonly directory: Pick<Directory, 'account' | 'groupsOf'>;
  readonly believeMs: number;
  readonly now: () => Date;
}): Standings {
  const answers = new Map<string, Asked>();
  const standings = new Map<string, Known>();

  const keyOf = (tenantId: TenantId, objectId: ObjectId) => `${tenantId}/${objectId}`;

  function ask(tenantId: TenantId, objectId: ObjectId, anew = false): Asked {
    const key = keyOf(tenantId, objectId);
    const at = deps.now().getTime();
    const before = answers.get(key);
    if (!anew && before !== undefined && at - before.at < deps.believeMs) return before;
    const asked = remember(answers, key, { value: askDirectory(deps.directory, tenantId, objectId), at });
    // A question that fails does not take away an answer that is still good.
    asked.value.catch(() => {
      if (before !== undefined && at - before.at < deps.believeMs && !answers.has(key)) answers.set(key, before);
    });
    return asked;
  }

  return {
    of: async ({ tenantId, objectId }, { epoch }, anew) => {
      const key = keyOf(tenantId, objectId);
      const last = answers.get(key);
      const asked = ask(tenantId, objectId, anew);
      const isFresh = asked !== last;
      const known = standings.get(key);
      if (known?.epoch === epoch && known.asked === asked) return { standing: await known.value, isFresh };
      const value = asked.value.then((facts) => standingOf(deps.metadata, tenantId, objectId, facts));
      return { standing: await remember(standings, key, { value, asked, epoch }).value, isFresh };
    },
  };
}

/** Kept until it is asked anew; a failure is not kept, and the one after it asks again. */
function remember<T extends { readonly value: Promise<unknown> }>(known: Map<string, T>, key: string, entry: T): T {
  known.delete(key);
  known.set(key, entry);
  entry.value.catch(() => {
    if (known.get(key) === entry) known.delete(key);
  });
  if (known.size > MOST_REMEMBERED) {
    const oldest = known.keys().next();
    if (!oldest.done) known.delete(oldest.value);
  }
  return entry;
}

async function askDirectory(
  directory: Pick<Directory, 'account' | 'groupsOf'>,
  tenantId: TenantId,
  objectId: ObjectId,
): Promise<FromDirectory> {
  const [account, groups] = await Promise.all([
    directory.account(tenantId, objectId),
    directory.groupsOf(tenantId, objectId),
  ]);
  return { account, groups };
}

async function standingOf(
  metadata: Pick<Metadata, 'read'>,
  tenantId: TenantId,
  objectId: ObjectId,
  { account, groups }: FromDirectory,
): Promise<Standing> {
  return metadata.read(tenantId, async (stores) => {
    const settings = tenantSettings(await stores.settings.all());
    const holding = await stores.security.holders(groups);
    const revoked = await stores.security.sessionsValidFrom(objectId);
    return {
      account,
      groupIds: groupsThatMatter(groups, settings, holding),
      settings,
      sessionsValidFrom: latest(revoked, account?.sessionsValidFrom),
    };
  });
}

function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
