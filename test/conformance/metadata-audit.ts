import { describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../../shared/audit/activity.ts';
import type { ActivityQuery, Metadata } from '../../shared/catalog/ports.ts';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, actor, anAct, person } from './metadata-samples.ts';

const ALL: ActivityQuery = {
  from: '2000-01-01T00:00:00.000Z',
  to: '2999-12-31T23:59:59.999Z',
  activity: undefined,
  userId: undefined,
  after: undefined,
  limit: 100,
};

export function auditCases(metadata: () => Metadata): void {
  const page = (tenant: TenantId, query: Partial<ActivityQuery> = {}) =>
    metadata().read(tenant, ({ audit }) => audit.page({ ...ALL, ...query }));
  const record = (tenant: TenantId, by: ObjectId, activity: ActivityEvent['activity']) =>
    metadata().write(tenant, anAct(by, activity), ({ audit }) => audit.record({ activity }));

  /** So many events one after the other, by two people in turn. */
  async function someEvents(count: number) {
    const [tenant, ann, bob] = [newId<TenantId>(), newId<ObjectId>(), newId<ObjectId>()];
    for (let index = 0; index < count; index += 1) {
      await record(tenant, index % 2 === 0 ? ann : bob, index % 3 === 0 ? 'ViewReport' : 'ShareReport');
    }
    return { tenant, ann, bob };
  }

  describe('the activity log', () => {
    test('an event comes back with all that was told, the actor, an id of its own and the time', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      const facts = {
        activity: 'ShareReport',
        isSuccess: false,
        item: { kind: 'report', id: newId(), name: `Q3 "'; drop table item --` },
        modelId: newId(),
        workspace: { id: newId(), name: 'Größe\0🦊' },
        recipients: [{ objectId: newId(), name: 'Bob', rights: 'read,build' }],
        detail: 'half \uD83D of a pair',
      } as const;
      const before = new Date().toISOString();
      await metadata().write(tenant, anAct(ann, 'ShareReport'), async ({ audit }) => {
        await audit.record(facts);
        await audit.record({ activity: 'ShareDataset' });
      });
      const events = await page(tenant);
      expect(events.map(({ id: _, at: __, ...event }) => event)).toEqual(
        expect.arrayContaining([
          { ...facts, actor: actor(ann) },
          { activity: 'ShareDataset', actor: actor(ann) },
        ]),
      );
      expect(new Set(events.map(({ id }) => id)).size).toBe(2);
      for (const { at } of events) expect(at >= before && at <= new Date().toISOString()).toBe(true);
    });

    test('an act whose activity was not recorded keeps nothing, and its context is not used up', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      const act = anAct(ann, 'CreateGroup');
      const silent = metadata().write(tenant, act, ({ people }) => people.save(person(ann, 'Ann', 'ann'), AT));
      await expect(silent).rejects.toThrow('recorded nothing');
      expect(await metadata().read(tenant, ({ people }) => people.find(ann))).toBeUndefined();
      expect(await metadata().write(tenant, act, ({ audit }) => audit.record({ activity: 'CreateGroup' }))).toBe(
        undefined,
      );
      expect(await page(tenant)).toHaveLength(1);
    });

    test('an act that fails leaves no event', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      const failing = metadata().write(tenant, anAct(ann, 'CreateGroup'), async ({ audit }) => {
        await audit.record({ activity: 'CreateGroup' });
        throw new Error('too late');
      });
      await expect(failing).rejects.toThrow('too late');
      expect(await page(tenant)).toEqual([]);
    });

    test('an act that the log does not list may be silent; without an act nobody can be named', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      expect(await metadata().write(tenant, anAct(ann), async () => 'done')).toBe('done');
      const upkeep = metadata().write(tenant, undefined, ({ audit }) => audit.record({ activity: 'Import' }));
      await expect(upkeep).rejects.toThrow('Without an act');
      expect(await page(tenant)).toEqual([]);
    });

    test('U-01: pages follow each other without a gap or a repetition, oldest first', async () => {
      const { tenant } = await someEvents(11);
      const all = await page(tenant);
      expect(all).toHaveLength(11);
      expect(all).toEqual(all.toSorted((a, b) => (`${a.at}${a.id}` < `${b.at}${b.id}` ? -1 : 1)));
      const seen: ActivityEvent[] = [];
      for (;;) {
        const some = await page(tenant, { limit: 4, after: seen.at(-1) });
        expect(some.length).toBeLessThanOrEqual(4);
        if (some.length === 0) break;
        seen.push(...some);
      }
      expect(seen).toEqual(all);
    });

    test('events are chosen by activity, by sign-in name in any case, and by time, both ends included', async () => {
      const { tenant, ann, bob } = await someEvents(6);
      const all = await page(tenant);
      const ofAnn = all.filter((event) => event.actor.objectId === ann);
      expect(ofAnn).toHaveLength(3);
      expect(await page(tenant, { userId: actor(ann).signInName.toUpperCase() })).toEqual(ofAnn);
      expect(await page(tenant, { userId: 'nobody' })).toEqual([]);
      const views = await page(tenant, { activity: 'ViewReport' });
      expect(views).toEqual(all.filter((event) => event.activity === 'ViewReport'));
      const both = await page(tenant, { activity: 'ViewReport', userId: actor(bob).signInName });
      expect(both).toEqual(views.filter((event) => event.actor.objectId === bob));
      const { at } = all[2] ?? { at: '' };
      expect(await page(tenant, { from: at, to: at })).toEqual(all.filter((event) => event.at === at));
      expect(await page(tenant, { from: at })).toEqual(all.filter((event) => event.at >= at));
      expect(await page(tenant, { to: at })).toEqual(all.filter((event) => event.at <= at));
    });

    test('an event cannot be recorded while reading', async () => {
      const reading = metadata().read(newId<TenantId>(), ({ audit }) => audit.record({ activity: 'ViewReport' }));
      await expect(reading).rejects.toThrow();
    });
  });
}
