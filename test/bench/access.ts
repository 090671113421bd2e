import { join } from 'node:path';
import { type AuthenticateDeps, createAuthenticate } from '../../functions/gateway/authenticate.ts';
import { createGrants } from '../../functions/gateway/grants.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { type DashboardId, newId, type ObjectId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import { createStandings } from '../../shared/identity/standing.ts';
import { createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';
import type { Principal } from '../security/principals.ts';
import { APPLICATION_ROLE, AUDIENCE, createSigner, ISSUER, SCOPE, type Signer } from '../security/sign-token.ts';
import type { Bench, BenchContext, Row } from './bench.ts';
import { quantile } from './statistics.ts';

const COLD_RUNS = 60;
const WARM_RUNS = 2000;
const AT = '2026-06-01T08:00:00.000Z';
const LIMIT_MS = 1;

/** How large a tenant is, and how many groups the person is in; every group has a role in two workspaces. */
type Size = { readonly workspaces: number; readonly items: number; readonly groups: number };
const SMALL: Size = { workspaces: 2, items: 20, groups: 1 };
const LARGE: Size = { workspaces: 1000, items: 10_000, groups: 500 };
/** A tenth of the memberships in the same tenant. */
const LARGE_FEW: Size = { ...LARGE, groups: 50 };

type Tenant = {
  readonly metadata: Metadata;
  readonly who: Principal;
  readonly groups: readonly ObjectId[];
  readonly dashboard: DashboardId;
};

/**
 * What it costs to know who calls and whether they may: token, security epoch, standing, grant for one dashboard that the
 * person sees through their last group. The directory answers at once here: its time is the network's.
 */
export const access: Bench = async (context) => {
  const signer = await createSigner();
  const rows: Row[] = [];
  const coldOf = new Map<Size, number>();
  for (const [name, size] of [
    ['small tenant', SMALL],
    ['10,000 items, 50 groups', LARGE_FEW],
    ['10,000 items, 500 groups', LARGE],
  ] as const) {
    context.say(`filling: ${name}`);
    const tenant = await fill(context, size, newId<TenantId>());
    const { cold, warm, epoch } = await measure(tenant, signer);
    coldOf.set(size, quantile(cold, 0.5));
    rows.push(
      { what: `${name}: cold, p50`, figure: quantile(cold, 0.5), unit: 'ms' },
      { what: `${name}: cold, p95`, figure: quantile(cold, 0.95), unit: 'ms' },
      {
        what: `${name}: cached, with the read of the epoch, p95`,
        figure: quantile(warm, 0.95),
        unit: 'ms',
        limit: LIMIT_MS,
      },
      { what: `${name}: of that the read of the security epoch, p50`, figure: quantile(epoch, 0.5), unit: 'ms' },
      { what: `${name}: of that the read of the security epoch, p95`, figure: quantile(epoch, 0.95), unit: 'ms' },
    );
  }
  const growth = (coldOf.get(LARGE) ?? 0) / (coldOf.get(LARGE_FEW) ?? 1);
  const note = 'ten times the memberships';
  return [...rows, { what: 'cold with 500 groups against 50', figure: growth, unit: '×', limit: 10, note }];
};

async function measure(tenant: Tenant, signer: Signer) {
  const { who, dashboard } = tenant;
  const token = await signer.sign(who, new Date());
  const header = `Bearer ${token}`;
  const cold: number[] = [];
  for (let run = 0; run < COLD_RUNS; run += 1) {
    const { all } = gate(tenant, signer);
    cold.push(await timed(() => all(header, dashboard)));
  }
  const { all } = gate(tenant, signer);
  await all(header, dashboard);
  const warm: number[] = [];
  const epoch: number[] = [];
  for (let run = 0; run < WARM_RUNS; run += 1) {
    warm.push(await timed(() => all(header, dashboard)));
    epoch.push(await timed(() => tenant.metadata.read(who.tenantId, ({ security }) => security.state())));
  }
  return { cold, warm, epoch };
}

/** The Gateway's way from the header to the grant, with nothing remembered yet. */
function gate({ groups, who, metadata }: Tenant, signer: Signer) {
  const now = () => new Date();
  const standings = createStandings({
    metadata,
    directory: {
      account: async (_, objectId) => ({
        objectId,
        displayName: who.name,
        signInName: who.signInName,
        kind: 'user',
        isEnabled: true,
        sessionsValidFrom: undefined,
      }),
      groupsOf: async () => groups,
    },
    believeMs: 3_600_000,
    now,
  });
  const { verify } = createAccessTokenVerifier({
    issuers: [ISSUER],
    audiences: [AUDIENCE],
    scope: SCOPE,
    applicationRole: APPLICATION_ROLE,
    clients: [],
    keys: signer.keys,
    isKnownTenant: async () => true,
    now,
  });
  const deps: AuthenticateDeps = { metadata, standings, greet: async () => undefined };
  const authenticate = createAuthenticate(deps);
  const grants = createGrants(metadata, async () => true);
  const needs = { kind: 'item', item: 'dashboard', right: 'read' } as const;
  return {
    all: async (header: string, dashboardId: DashboardId): Promise<void> => {
      const { caller, state } = await authenticate(await verify(header));
      await grants(caller, state, { needs }, { dashboardId });
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function fill({ folder, atEnd }: BenchContext, size: Size, tenantId: TenantId): Promise<Tenant> {
  const metadata = await openSqliteMetadata({ file: join(folder, `${tenantId}.db`) });
  atEnd(() => metadata.close());
  const objectId = newId<ObjectId>();
  const who: Principal = { name: 'Ada', tenantId, objectId, signInName: 'ada@contoso.example', kind: 'user' };
  const groups = Array.from({ length: size.groups }, () => newId<ObjectId>());
  let dashboard = newId<DashboardId>();
  await metadata.write(tenantId, undefined, async ({ workspaces, items }) => {
    for (let index = 0; index < size.workspaces; index += 1) {
      const workspaceId = newId<WorkspaceId>();
      await workspaces.create({
        id: workspaceId,
        name: `W ${index}`,
        kind: 'shared',
        ownerId: objectId,
        createdAt: AT,
      });
      const group = groups[index % Math.max(groups.length, size.workspaces / 2)];
      if (group !== undefined) {
        await workspaces.saveMember({ workspaceId, principalId: group, principalKind: 'group', role: 'Viewer' });
      }
      for (let made = 0; made < size.items / size.workspaces; made += 1) {
        const id = newId<DashboardId>();
        const item = {
          id,
          kind: 'dashboard',
          workspaceId,
          name: `D ${made}`,
          createdBy: objectId,
          createdAt: AT,
        } as const;
        await items.create({ ...item, modifiedAt: AT, modelId: undefined }, '{}');
        if (group === groups.at(-1)) dashboard = id;
      }
    }
  });
  return { metadata, who, groups, dashboard };
}
