import type { z } from 'zod';
import type { ActivityEventEntity } from '../contract/power-bi.ts';
import type { TenantId } from '../domain/ids.ts';
import type { PrincipalKind } from '../domain/principal.ts';
import type { ItemKind } from '../domain/rights.ts';
import type { ActivityEvent } from './activity.ts';

type Entity = z.infer<typeof ActivityEventEntity>;

/** `PowerBIAudit` of Microsoft 365's audit record types. */
const RECORD_TYPE = 20;

/** Microsoft 365's user types: a regular user, who may be a guest, or a service principal. */
const USER_TYPES: { readonly [K in PrincipalKind]: number } = { user: 0, guest: 0, group: 0, service: 6 };

/** In which members Power BI names an item. */
const ITEM_MEMBERS: { readonly [K in ItemKind]: readonly [id: string, name: string] } = {
  model: ['DatasetId', 'DatasetName'],
  report: ['ReportId', 'ReportName'],
  dashboard: ['DashboardId', 'DashboardName'],
};

/**
 * An event in the words of Power BI's activity log (U-02). What an event does not have is left out; `Detail` and a
 * recipient's `ObjectId` and `RecipientName` are ours.
 */
export function activityEntity(tenantId: TenantId, event: ActivityEvent): Entity {
  const { id, at, activity, actor, workspace, detail } = event;
  return {
    Id: id,
    RecordType: RECORD_TYPE,
    CreationTime: at.slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    Operation: activity,
    OrganizationId: tenantId,
    UserType: USER_TYPES[actor.kind],
    UserKey: actor.objectId,
    Workload: 'PowerBI',
    UserId: actor.signInName === '' ? actor.objectId : actor.signInName,
    ...named('ClientIP', actor.clientIp),
    ...named('UserAgent', actor.userAgent),
    Activity: activity,
    ...itemMembers(event),
    ...(workspace === undefined ? {} : { WorkSpaceName: workspace.name, WorkspaceId: workspace.id }),
    IsSuccess: event.isSuccess ?? true,
    RequestId: actor.requestId,
    ActivityId: actor.requestId,
    ...sharing(event),
    ...named('Detail', detail),
  };
}

function itemMembers({ item, modelId }: ActivityEvent): Readonly<Record<string, string>> {
  const model = named('DatasetId', modelId);
  if (item === undefined) return model;
  const [idMember, nameMember] = ITEM_MEMBERS[item.kind];
  return { ItemName: item.name, ObjectId: item.id, ...model, [idMember]: item.id, [nameMember]: item.name };
}

function sharing({ recipients }: ActivityEvent): { readonly SharingInformation?: readonly unknown[] } {
  if (recipients === undefined || recipients.length === 0) return {};
  return {
    SharingInformation: recipients.map(({ objectId, name, rights }) => ({
      ...named(name.includes('@') ? 'RecipientEmail' : 'RecipientName', name),
      ObjectId: objectId,
      ResharePermission: rights,
    })),
  };
}

function named(member: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined || value === '' ? {} : { [member]: value };
}
