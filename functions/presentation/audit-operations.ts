import type { z } from 'zod';
import { activityEntity } from '../../shared/audit/activity-entity.ts';
import { readActivityQuery } from '../../shared/audit/activity-query.ts';
import { writeContinuation } from '../../shared/audit/continuation.ts';
import { type ActivityPage, readActivity } from '../../shared/audit/read-activity.ts';
import type { ActivityEvents } from '../../shared/contract/power-bi.ts';
import type { TenantId } from '../../shared/domain/ids.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { json } from '../reply.ts';
import type { PresentationOperations } from './operations.ts';
import { recordView } from './record-view.ts';

/** The activity log for the administrators of a tenant; reading it is an activity itself (U-05). */
export const auditOperations = {
  'admin-activity-events': async ({ metadata, publicUrl, now }, call) => {
    const { tenantId } = grantOfKind(call.grant, 'tenant');
    const asked = readActivityQuery(call.query, tenantId, now());
    const page = await metadata.read(tenantId, ({ audit }) => readActivity(audit, asked));
    await recordView(metadata, call, { detail: `${asked.from} to ${asked.to}` });
    return json(200, eventsShape(tenantId, page, publicUrl));
  },
} satisfies PresentationOperations;

function eventsShape(
  tenantId: TenantId,
  { events, next }: ActivityPage,
  publicUrl: string,
): z.infer<typeof ActivityEvents> {
  const token = next === undefined ? null : writeContinuation(tenantId, next);
  return {
    activityEventEntities: events.map((event) => activityEntity(tenantId, event)),
    continuationUri:
      token === null ? null : `${publicUrl}/v1.0/myorg/admin/activityevents?continuationToken='${token}'`,
    continuationToken: token,
    lastResultSet: token === null,
  };
}
