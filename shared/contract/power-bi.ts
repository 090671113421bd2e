import { z } from 'zod';

/**
 * Shapes of Power BI's own API (`/v1.0/myorg`), as far as Azimuth speaks it. Answers are camelCase; requests are read
 * without regard to case and with unknown members ignored, as the original does.
 */
export const GroupUserAccessRight = z.enum(['None', 'Member', 'Admin', 'Contributor', 'Viewer']);
export const PrincipalType = z.enum(['None', 'User', 'Group', 'App']);

export const Group = z.object({
  id: z.string(),
  name: z.string(),
  isReadOnly: z.boolean(),
  isOnDedicatedCapacity: z.boolean(),
  type: z.string(),
});
export const GroupUser = z.object({
  identifier: z.string(),
  displayName: z.string(),
  emailAddress: z.string().optional(),
  groupUserAccessRight: GroupUserAccessRight,
  principalType: PrincipalType,
});
export const Report = z.object({
  id: z.string(),
  reportType: z.string(),
  name: z.string(),
  datasetId: z.string(),
  webUrl: z.string(),
});
export const ReportPage = z.object({ name: z.string(), displayName: z.string(), order: z.number() });
export const Dataset = z.object({
  id: z.string(),
  name: z.string(),
  addRowsAPIEnabled: z.boolean(),
  configuredBy: z.string(),
  createdDate: z.string(),
  isRefreshable: z.boolean(),
  isEffectiveIdentityRequired: z.boolean(),
  isEffectiveIdentityRolesRequired: z.boolean(),
  isOnPremGatewayRequired: z.boolean(),
  targetStorageMode: z.string(),
  webUrl: z.string(),
});
export const DatasetTable = z.object({
  name: z.string(),
  isHidden: z.boolean(),
  columns: z.array(
    z.object({
      name: z.string(),
      dataType: z.string(),
      formatString: z.string().optional(),
      dataCategory: z.string().optional(),
      isHidden: z.boolean(),
      summarizeBy: z.string(),
    }),
  ),
  measures: z.array(
    z.object({ name: z.string(), expression: z.string(), formatString: z.string().optional(), isHidden: z.boolean() }),
  ),
});
export const Dashboard = z.object({
  id: z.string(),
  displayName: z.string(),
  isReadOnly: z.boolean(),
  webUrl: z.string(),
});
export const Tile = z.object({
  id: z.string(),
  title: z.string(),
  rowSpan: z.number(),
  colSpan: z.number(),
  reportId: z.string().optional(),
  datasetId: z.string().optional(),
});
const Names = z.array(z.string());
const Changes = z.object({ added: Names, removed: Names, changed: Names });
export const Import = z.object({
  id: z.string(),
  name: z.string(),
  importState: z.enum(['Publishing', 'Succeeded', 'Failed']),
  createdDateTime: z.string(),
  updatedDateTime: z.string(),
  datasets: z.array(z.object({ id: z.string(), name: z.string(), webUrl: z.string() })),
  reports: z.array(z.object({ id: z.string(), name: z.string(), webUrl: z.string() })),
  /** Ours, beside Power BI's members: why an import failed. */
  error: z.object({ code: z.string(), message: z.string(), details: z.array(z.string()) }).optional(),
  /** Ours: what a publisher should know of a project that was imported. */
  azimuthReport: z
    .object({
      /** Not there for a new dataset. */
      changes: z.object({ tables: Changes, measures: Changes, roles: Changes }).optional(),
      /** Tables that kept the rows of the version before. */
      keptData: z.array(z.string()),
      withoutData: z.array(
        z.object({ table: z.string(), needs: z.enum(['connection', 'step']), name: z.string(), why: z.string() }),
      ),
      /** Names in the definition's roles that are nobody here and get nothing. */
      membersNotBound: z.array(z.object({ role: z.string(), name: z.string(), why: z.string() })),
    })
    .optional(),
});
export const TemporaryUploadLocation = z.object({ url: z.string(), expirationTime: z.string() });

/** Every list of Power BI's API: `{value: […]}`. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item) });

export const GroupCreationRequest = z.object({ name: z.string().trim().min(1).max(200) });
export const GroupUserRequest = z.object({
  identifier: z.string().min(1).max(320).optional(),
  emailAddress: z.string().min(1).max(320).optional(),
  principalType: PrincipalType.optional(),
  groupUserAccessRight: GroupUserAccessRight,
});
/** Rights on a dataset as Power BI writes them: Build is called Explore. */
export const DatasetUserAccessRight = z.enum([
  'None',
  'Read',
  'ReadWrite',
  'ReadReshare',
  'ReadWriteReshare',
  'ReadExplore',
  'ReadReshareExplore',
  'ReadWriteExplore',
  'ReadWriteReshareExplore',
]);
export const DatasetUser = z.object({
  identifier: z.string(),
  principalType: PrincipalType,
  datasetUserAccessRight: DatasetUserAccessRight,
});
export const DatasetUserRequest = z.object({
  identifier: z.string().min(1).max(320),
  principalType: PrincipalType,
  datasetUserAccessRight: DatasetUserAccessRight,
});
/** Names with capital letters are the original's. */
export const ActivityEventEntity = z.looseObject({
  Id: z.string(),
  CreationTime: z.string(),
  Operation: z.string(),
  OrganizationId: z.string(),
  UserKey: z.string(),
  Activity: z.string(),
  Workload: z.string(),
  UserId: z.string(),
});
export const ActivityEvents = z.object({
  activityEventEntities: z.array(ActivityEventEntity),
  continuationUri: z.string().nullable(),
  continuationToken: z.string().nullable(),
  lastResultSet: z.boolean(),
});
export const AddDashboardRequest = z.object({ name: z.string().trim().min(1).max(200) });
export const ImportRequest = z.object({ fileUrl: z.string().max(4000) });
/** What is in `queries` and in `serializerSettings` is read as leniently as the rest, each by its own schema. */
export const DatasetExecuteQueriesRequest = z.object({
  queries: z.array(z.unknown()).max(1000),
  serializerSettings: z.unknown().optional(),
  impersonatedUserName: z.string().max(320).nullish(),
});
export const DatasetExecuteQueriesQuery = z.object({ query: z.string() });
export const DatasetExecuteQueriesSettings = z.object({ includeNulls: z.boolean().nullish() });
