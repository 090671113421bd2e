import { describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../../shared/audit/activity.ts';
import { activityEntity } from '../../shared/audit/activity-entity.ts';
import { ActivityEventEntity } from '../../shared/contract/power-bi.ts';
import { type EventId, newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';

const TENANT = newId<TenantId>();
const PERSON = newId<ObjectId>();
const EVENT: ActivityEvent = {
  id: newId<EventId>(),
  at: '2026-01-01T10:00:00.123Z',
  activity: 'ShareReport',
  actor: {
    objectId: PERSON,
    kind: 'user',
    signInName: 'author@contoso.example',
    requestId: 'request-1',
    clientIp: '203.0.113.7',
    userAgent: 'A browser',
  },
  item: { kind: 'report', id: 'report-id', name: 'Sales' },
  modelId: 'model-id',
  workspace: { id: 'workspace-id', name: 'Retail' },
  recipients: [
    { objectId: 'o1', name: 'viewer@contoso.example', rights: 'read,reshare' },
    { objectId: 'o2', name: 'Analysts', rights: 'read' },
  ],
};

describe('U-02: an event of the activity log', () => {
  test('has the members of the original', () => {
    expect(activityEntity(TENANT, EVENT)).toEqual({
      Id: EVENT.id,
      RecordType: 20,
      CreationTime: '2026-01-01T10:00:00',
      Operation: 'ShareReport',
      OrganizationId: TENANT,
      UserType: 0,
      UserKey: PERSON,
      Workload: 'PowerBI',
      UserId: 'author@contoso.example',
      ClientIP: '203.0.113.7',
      UserAgent: 'A browser',
      Activity: 'ShareReport',
      ItemName: 'Sales',
      ObjectId: 'report-id',
      ReportId: 'report-id',
      ReportName: 'Sales',
      DatasetId: 'model-id',
      WorkSpaceName: 'Retail',
      WorkspaceId: 'workspace-id',
      IsSuccess: true,
      RequestId: 'request-1',
      ActivityId: 'request-1',
      SharingInformation: [
        { RecipientEmail: 'viewer@contoso.example', ObjectId: 'o1', ResharePermission: 'read,reshare' },
        { RecipientName: 'Analysts', ObjectId: 'o2', ResharePermission: 'read' },
      ],
    });
  });

  test.each([
    ['model', { DatasetId: 'x', DatasetName: 'Sales' }],
    ['report', { ReportId: 'x', ReportName: 'Sales' }],
    ['dashboard', { DashboardId: 'x', DashboardName: 'Sales' }],
  ] as const)('names a %s as its kind is named', (kind, members) => {
    const { modelId: _, ...rest } = EVENT;
    const entity = activityEntity(TENANT, { ...rest, item: { kind, id: 'x', name: 'Sales' } });
    expect(entity).toMatchObject({ ...members, ItemName: 'Sales', ObjectId: 'x' });
    const named = Object.keys(entity).filter((key) => /^(Dataset|Report|Dashboard)(Id|Name)$/.test(key));
    expect(named.toSorted()).toEqual(Object.keys(members).toSorted());
  });

  test('leaves out what it does not have, names an application by its id, and says what failed', () => {
    const entity = activityEntity(TENANT, {
      id: EVENT.id,
      at: EVENT.at,
      activity: 'Import',
      isSuccess: false,
      detail: 'sales.csv: ImportFailed',
      actor: { objectId: PERSON, kind: 'service', signInName: '', requestId: 'r', clientIp: '', userAgent: '' },
    });
    expect(entity).toEqual({
      Id: EVENT.id,
      RecordType: 20,
      CreationTime: '2026-01-01T10:00:00',
      Operation: 'Import',
      OrganizationId: TENANT,
      UserType: 6,
      UserKey: PERSON,
      Workload: 'PowerBI',
      UserId: PERSON,
      Activity: 'Import',
      IsSuccess: false,
      RequestId: 'r',
      ActivityId: 'r',
      Detail: 'sales.csv: ImportFailed',
    });
    expect(ActivityEventEntity.parse(entity)).toEqual(entity);
  });
});
