import type { ActivityEvent } from '../../../audit/activity.ts';
import type { ActivityQuery, AuditStore } from '../../../catalog/ports.ts';
import { newId } from '../../../domain/ids.ts';
import { firstRows } from '../flavours.ts';
import { nameKey } from '../fold-name.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import type { Scope } from './scope.ts';

type Body = Omit<ActivityEvent, 'id' | 'at'>;

/** The activity log of one tenant; each event is of the actor whose act the unit of work is. */
export function auditStore(scope: Scope): AuditStore {
  const { db, flavour, now, act, journal } = scope;
  return {
    record: async (facts) => {
      if (act === undefined) throw new Error('Without an act there is nobody whose activity could be recorded.');
      const body: Body = { ...facts, actor: act.by };
      const row = checkedRow('activity_event', {
        id: newId<ActivityEvent['id']>(),
        at: now().toISOString(),
        activity: facts.activity,
        user_key: nameKey(act.by.signInName || act.by.objectId),
        body: JSON.stringify(body),
      });
      await db.insertInto('activity_event').values(row).execute();
      journal.hasRecorded = true;
    },
    page: async (query) => (await firstRows(flavour, eventsOf(scope, query), query.limit).execute()).map(eventOf),
  };
}

function eventsOf({ db }: Scope, { from, to, activity, userId, after }: ActivityQuery) {
  const start = after !== undefined && after.at > from ? after.at : from;
  return db
    .selectFrom('activity_event')
    .select(['id', 'at', 'body'])
    .where((eb) =>
      eb.and([
        eb('at', '>=', start),
        eb('at', '<=', to),
        ...(activity === undefined ? [] : [eb('activity', '=', activity)]),
        ...(userId === undefined ? [] : [eb('user_key', '=', nameKey(userId))]),
        ...(after === undefined
          ? []
          : [eb.or([eb('at', '>', after.at), eb.and([eb('at', '=', after.at), eb('id', '>', after.id)])])]),
      ]),
    )
    .orderBy('at')
    .orderBy('id');
}

function eventOf(row: Pick<TenantTables['activity_event'], 'id' | 'at' | 'body'>): ActivityEvent {
  // Only `record` writes this text.
  const body: Body = JSON.parse(row.body);
  return { ...body, id: row.id, at: row.at };
}
