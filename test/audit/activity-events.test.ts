import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Call } from '../../functions/internal-hop.ts';
import { auditOperations } from '../../functions/presentation/audit-operations.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { authorise } from '../../shared/access/authorise.ts';
import { readActivity } from '../../shared/audit/read-activity.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { ActivityEvents } from '../../shared/contract/power-bi.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { actOf, openMetadata, person } from '../catalog/sample-tenant.ts';

type Answered = z.infer<typeof ActivityEvents>;

const DAY = '2026-03-01';
const WINDOW = `startDateTime='${DAY}T00:00:00'&endDateTime='${DAY}T23:59:59'`;

let clock: Date;
let metadata: Metadata;
let administrator: Caller;
let deps: Pick<PresentationDeps, 'metadata' | 'now' | 'publicUrl'>;
const logged: string[] = [];

beforeEach(async () => {
  clock = new Date(`${DAY}T12:00:00.000Z`);
  metadata = await openMetadata(() => clock);
  administrator = await person(metadata, newId<TenantId>(), 'Admin', { isAdministrator: true });
  deps = { metadata, now: () => clock, publicUrl: 'https://bi.contoso.example' };
  logged.length = 0;
});
afterEach(() => metadata.close());

async function ask(query: string, caller = administrator): Promise<Answered> {
  const need = { kind: 'tenant', standing: 'administrator' } as const;
  const grant = await metadata.read(caller.tenantId, (stores) => authorise(stores, caller, need, {}));
  const act = { ...actOf(caller, 'ExportActivityEvents'), once: undefined };
  const call: Call = {
    caller,
    grant,
    act,
    parameters: {},
    query: new URLSearchParams(query),
    body: undefined,
    signal: new AbortController().signal,
    requestId: 'request-1',
    log: (_, event) => void logged.push(event),
  };
  // The operation reads the log alone: neither an engine nor a directory is there to be asked.
  const answer = await auditOperations['admin-activity-events'](deps as PresentationDeps, call);
  return ActivityEvents.parse(await answer.json());
}

async function happened(times: number, who = administrator): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    clock = new Date(clock.getTime() + 1000);
    const facts = { activity: index % 2 === 0 ? 'ViewReport' : 'ViewDashboard' } as const;
    await metadata.write(who.tenantId, { ...actOf(who, facts.activity), once: undefined }, ({ audit }) =>
      audit.record(facts),
    );
  }
}

const names = (events: Answered) => events.activityEventEntities.map(({ Activity }) => Activity);

describe('U-01: the activity events', () => {
  test('come in pages of a hundred until the token is null, each once, oldest first', async () => {
    await happened(205);
    const first = await ask(WINDOW);
    expect(first).toMatchObject({ lastResultSet: false, continuationToken: expect.any(String) });
    expect(first.continuationUri).toBe(
      `https://bi.contoso.example/v1.0/myorg/admin/activityevents?continuationToken='${first.continuationToken}'`,
    );
    const second = await ask(new URL(first.continuationUri ?? '').search);
    const third = await ask(`continuationToken=${second.continuationToken}`);
    expect(third).toMatchObject({ lastResultSet: true, continuationToken: null, continuationUri: null });
    const all = [first, second, third].flatMap((page) => page.activityEventEntities);
    // Two calls before the third page are events of the same day themselves.
    expect(all).toHaveLength(207);
    expect(new Set(all.map(({ Id }) => Id)).size).toBe(207);
    const times = all.map(({ CreationTime }) => CreationTime);
    expect(times).toEqual(times.toSorted());
  });

  test('are those of the filter alone, on every page', async () => {
    await happened(6);
    const events = await ask(`${WINDOW}&$filter=activity eq 'viewreport' and UserId eq 'ADMIN@contoso.example'`);
    expect(names(events)).toEqual(['ViewReport', 'ViewReport', 'ViewReport']);
    expect(names(await ask(`${WINDOW}&$filter=UserId eq 'nobody@contoso.example'`))).toEqual([]);
    expect(names(await ask(`${WINDOW}&$filter=Activity eq 'InstallApp'`))).toEqual([]);
  });

  test('go on behind the last one, with the same filter, however small the page', async () => {
    await happened(6);
    const asked = {
      from: `${DAY}T00:00:00.000Z`,
      to: `${DAY}T23:59:59.999Z`,
      activity: 'ViewReport',
      userId: undefined,
    };
    const page = (after: Parameters<typeof readActivity>[1]['after']) =>
      metadata.read(administrator.tenantId, ({ audit }) => readActivity(audit, { ...asked, after }, 2));
    const first = await page(undefined);
    const second = await page(first.next?.after);
    expect([first.events.length, second.events.length, second.next]).toEqual([2, 1, undefined]);
    expect([...first.events, ...second.events].every(({ activity }) => activity === 'ViewReport')).toBe(true);
  });

  test('are those of the administrator’s own tenant', async () => {
    const other = await person(metadata, newId<TenantId>(), 'Admin', { isAdministrator: true });
    await happened(3, other);
    expect(names(await ask(WINDOW))).toEqual([]);
  });

  test('are for administrators, and not for an application that calls itself one', async () => {
    for (const more of [{ isAdministrator: false }, { kind: 'service' as const }, { kind: 'guest' as const }]) {
      await expect(ask(WINDOW, { ...administrator, ...more })).rejects.toMatchObject({ code: 'not-permitted' });
    }
  });
});

describe('U-05: reading the log', () => {
  test('is in the log', async () => {
    await ask(WINDOW);
    expect((await ask(WINDOW)).activityEventEntities).toMatchObject([
      { Activity: 'ExportActivityEvents', UserId: 'admin@contoso.example', ClientIP: '192.0.2.1', IsSuccess: true },
    ]);
  });

  test('goes on while the cluster is read-only, and the service’s own log says that it is missing', async () => {
    await happened(1);
    await metadata.system.setReadOnly(true);
    expect(names(await ask(WINDOW))).toEqual(['ViewReport']);
    expect(logged).toEqual(['activity not recorded while read-only']);
  });

  test('gives nothing where it cannot be recorded for another reason', async () => {
    const broken: Metadata = { ...metadata, write: () => Promise.reject(new Error('the store does not answer')) };
    deps = { ...deps, metadata: broken };
    await expect(ask(WINDOW)).rejects.toThrow('the store does not answer');
  });
});
