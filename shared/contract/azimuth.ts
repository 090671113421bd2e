import { z } from 'zod';
import { PRINCIPAL_KINDS } from '../domain/principal.ts';
import { GRANTABLE_RIGHTS, ITEM_KINDS, RIGHTS, TENANT_STANDINGS, WORKSPACE_ROLES } from '../domain/rights.ts';
import { AGGREGATIONS } from '../model/semantic-model.ts';
import { DATE_GRAINS } from '../query/question.ts';
import { VISUAL_TYPES } from '../report/report.ts';

/** Shapes of Azimuth's own API (`/azimuth/v1`): what Power BI's contract lacks. Strict: an unknown key is a 400. */
const Id = z.guid().transform((text) => text.toLowerCase());
const Name = z.string().trim().min(1).max(200);
/** The name of a page or visual: a part of addresses, in which a name of nothing but dots cannot stand. */
const PartName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^(?!\.{1,2}$)/, 'must not be "." or ".."');

const Scalar = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);
const FieldRef = z.strictObject({ table: z.string().max(400), field: z.string().max(400) });
const Grain = z.enum(DATE_GRAINS).optional();
const As = z.string().min(1).max(100);
const Bound = z.union([z.string().max(100), z.number()]).optional();

export const FilterShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('in'), field: FieldRef, grain: Grain, values: z.array(Scalar).max(1000) }),
  z.strictObject({ kind: z.literal('notIn'), field: FieldRef, grain: Grain, values: z.array(Scalar).max(1000) }),
  z.strictObject({ kind: z.literal('between'), field: FieldRef, from: Bound, to: Bound, before: Bound }),
  z.strictObject({ kind: z.literal('contains'), field: FieldRef, text: z.string().min(1).max(200) }),
]);
const SelectionShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), field: FieldRef, grain: Grain, as: As }),
  z.strictObject({
    kind: z.literal('aggregate'),
    field: FieldRef,
    aggregation: z.enum(AGGREGATIONS).exclude(['rowCount']),
    as: As,
  }),
  z.strictObject({ kind: z.literal('rows'), table: z.string().max(400), as: As }),
  z.strictObject({ kind: z.literal('measure'), field: FieldRef, as: As }),
]);
const Order = z.strictObject({ as: As, direction: z.enum(['ascending', 'descending']) });
const Canvas = z.number().min(0).max(10_000);

export const VisualShape = z.strictObject({
  name: PartName,
  type: z.enum(VISUAL_TYPES),
  title: z.string().max(300),
  subtitle: z.string().max(300),
  position: z.strictObject({ x: Canvas, y: Canvas, width: Canvas, height: Canvas }),
  wells: z.strictObject({
    category: z.array(SelectionShape).max(8),
    series: z.array(SelectionShape).max(2),
    values: z.array(SelectionShape).max(50),
  }),
  filters: z.array(FilterShape).max(50),
  orderBy: z.array(Order).max(8),
  limit: z.number().int().min(1).max(10_000),
});
export const ReportShape = z.strictObject({
  pages: z
    .array(
      z.strictObject({
        name: PartName,
        displayName: Name,
        width: Canvas,
        height: Canvas,
        visuals: z.array(VisualShape).max(100),
      }),
    )
    .min(1)
    .max(50),
});

const DataType = z.enum(['Int64', 'Double', 'Decimal', 'Boolean', 'DateTime', 'String']);
export const AnswerShape = z.object({
  columns: z.array(
    z.object({ name: z.string(), dataType: DataType, formatString: z.string(), values: z.array(Scalar) }),
  ),
  rowCount: z.number(),
  isPartial: z.boolean(),
});

export const Me = z.object({
  tenantId: z.string(),
  objectId: z.string(),
  displayName: z.string(),
  signInName: z.string(),
  tenantName: z.string(),
  myWorkspaceId: z.string(),
  standing: z.enum(TENANT_STANDINGS),
});
export type Me = z.infer<typeof Me>;

/** A person, guest, group or application; only people have a sign-in name. */
export const Person = z.object({
  objectId: z.string(),
  displayName: z.string(),
  signInName: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
});
export type Person = z.infer<typeof Person>;
export const People = z.object({ people: z.array(Person) });

export const ItemSummary = z.object({
  id: z.string(),
  kind: z.enum(ITEM_KINDS),
  name: z.string(),
  workspaceId: z.string(),
  /** Empty where the caller sees the item by a share only. */
  workspaceName: z.string(),
  createdBy: z.string(),
  modifiedAt: z.string(),
  /** For a report: the model that it shows. */
  modelId: z.string().optional(),
});
export type ItemSummary = z.infer<typeof ItemSummary>;

export const WorkspaceSummary = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'shared']),
  role: z.enum(WORKSPACE_ROLES),
});
export type WorkspaceSummary = z.infer<typeof WorkspaceSummary>;

export const SharedItem = ItemSummary.extend({ sharedBy: z.string(), sharedAt: z.string() });
export type SharedItem = z.infer<typeof SharedItem>;

/** The first screen: what one may open, newest first. */
export const Home = z.object({
  workspaces: z.array(WorkspaceSummary),
  recent: z.array(ItemSummary),
  sharedWithMe: z.array(SharedItem),
});
export type Home = z.infer<typeof Home>;

export const WorkspaceItems = z.object({ workspace: WorkspaceSummary, items: z.array(ItemSummary) });
export type WorkspaceItems = z.infer<typeof WorkspaceItems>;
export const SharedWithMe = z.object({ items: z.array(SharedItem) });

export const ReportDetail = z.object({
  id: z.string(),
  name: z.string(),
  workspaceId: z.string(),
  workspaceName: z.string(),
  modelId: z.string(),
  canEdit: z.boolean(),
  canShare: z.boolean(),
  /** May take the numbers out as a file: the tenant's setting. */
  canExport: z.boolean(),
  /** When the data that the report shows was imported. */
  dataAsOf: z.string(),
  definition: ReportShape,
});
export type ReportDetail = z.infer<typeof ReportDetail>;

export const CreateReportRequest = z.strictObject({ name: Name, datasetId: Id, definition: ReportShape });

/**
 * What is picked on the page just now. Each interaction filters every visual but its source (a slicer does not
 * narrow its own list, a clicked chart keeps its own marks).
 */
export const PageDataRequest = z.strictObject({
  interactions: z
    .array(z.strictObject({ source: z.string().max(100), filters: z.array(FilterShape).max(20) }))
    .max(50)
    .default([]),
  /** Only these visuals; all of the page without it. */
  visuals: z.array(z.string().max(100)).max(100).optional(),
});
export type PageDataRequest = z.input<typeof PageDataRequest>;

export const VisualResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), answer: AnswerShape, asOf: z.string() }),
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type VisualResult = z.infer<typeof VisualResult>;
/** Keyed by the visual's name. */
export const PageData = z.object({ visuals: z.record(z.string(), VisualResult) });
export type PageData = z.infer<typeof PageData>;

const TileLayout = z.strictObject({
  column: z.number().int().min(0).max(11),
  row: z.number().int().min(0).max(1000),
  colSpan: z.number().int().min(1).max(12),
  rowSpan: z.number().int().min(1).max(12),
});
export const DashboardTile = z.object({
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  visual: VisualShape,
  layout: TileLayout,
  /** Where the tile came from, only for those who may open it. */
  source: z.object({ reportId: z.string(), pageName: z.string() }).optional(),
});
export type DashboardTile = z.infer<typeof DashboardTile>;
export const DashboardDetail = z.object({
  id: z.string(),
  name: z.string(),
  workspaceId: z.string(),
  workspaceName: z.string(),
  canEdit: z.boolean(),
  canShare: z.boolean(),
  tiles: z.array(DashboardTile),
});
export type DashboardDetail = z.infer<typeof DashboardDetail>;
/** Keyed by tile id; `asOf` is when the shown result was computed. */
export const DashboardData = z.object({ tiles: z.record(z.string(), VisualResult) });
export type DashboardData = z.infer<typeof DashboardData>;

export const PinRequest = z.strictObject({
  reportId: Id,
  pageName: z.string().min(1).max(100),
  visualName: z.string().min(1).max(100),
  title: z.string().trim().min(1).max(300).optional(),
  /** What was picked on the page when the visual was pinned: becomes part of the tile's question. */
  filters: z.array(FilterShape).max(50).default([]),
});
export type PinRequest = z.input<typeof PinRequest>;
export const UpdateTileRequest = z.strictObject({ layout: TileLayout });

/** Why somebody holds a right; `through` is the group that it came by, absent where it is their own. */
const Reason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('role'),
    role: z.enum(WORKSPACE_ROLES),
    workspaceName: z.string(),
    through: Person.optional(),
  }),
  z.object({ kind: z.literal('direct'), grantedBy: z.string(), grantedAt: z.string(), through: Person.optional() }),
  z.object({ kind: z.literal('link'), linkId: z.string(), grantedBy: z.string(), grantedAt: z.string() }),
  z.object({ kind: z.literal('owner') }),
  /** The caller may not see why. */
  z.object({ kind: z.literal('hidden') }),
]);
export type Reason = z.infer<typeof Reason>;
const HeldRight = z.object({ right: z.enum(RIGHTS), because: z.array(Reason).min(1) });
export type HeldRight = z.infer<typeof HeldRight>;

/** Who is on record for an item: people, groups and applications as they were given something. */
export const ItemPermissions = z.object({
  item: z.object({ id: z.string(), kind: z.enum(ITEM_KINDS), name: z.string() }),
  /** The caller sees and may remove what others gave; without it, only what they gave themselves. */
  canManage: z.boolean(),
  /** What the caller may give. */
  mayGive: z.array(z.enum(GRANTABLE_RIGHTS)),
  entries: z.array(
    z.object({
      principal: Person,
      rights: z.array(HeldRight),
      /** Something of it was given on this item and can be taken; a role in the workspace cannot, here. */
      isRemovable: z.boolean(),
    }),
  ),
  /** More is on record than these entries. */
  more: z.boolean(),
});
export type ItemPermissions = z.infer<typeof ItemPermissions>;

export const AddPermissionsRequest = z.strictObject({
  /** Object ids, sign-in names or e-mail addresses of people, groups and applications. */
  recipients: z.array(z.string().trim().min(1).max(320)).min(1).max(100),
  rights: z.array(z.enum(GRANTABLE_RIGHTS)).max(3).default(['read']),
  /** For a report: give rights on its model as well, where the caller may share that too. */
  withModel: z.boolean().default(true),
});
export type AddPermissionsRequest = z.input<typeof AddPermissionsRequest>;
export const AddedPermissions = z.object({
  people: z.array(Person),
  /** Guests who did not exist before. */
  invited: z.array(Person),
  /** `none`: not asked for, or the item has none. `notYours`: the recipients will not see data until somebody shares it. */
  model: z.enum(['shared', 'notYours', 'none']),
});
export type AddedPermissions = z.infer<typeof AddedPermissions>;

/** Who is in the roles of a dataset. */
export const DatasetRoles = z.object({
  roles: z.array(z.object({ name: z.string(), description: z.string(), members: z.array(Person) })),
});
export type DatasetRoles = z.infer<typeof DatasetRoles>;
/** The members of one role from now on: object ids, sign-in names or e-mail addresses of people and groups. */
export const SetRoleRequest = z.strictObject({
  role: z.string().trim().min(1).max(256),
  members: z.array(z.string().trim().min(1).max(320)).max(1000),
});

/** What one person may do with an item and why, by the calculation that grants it. */
export const AccessExplanation = z.object({
  person: Person,
  /** False where the directory has the account disabled: then nothing below counts. */
  isEnabled: z.boolean(),
  rights: z.array(HeldRight),
  /** For a report: what they hold on its model, without which they see no data. */
  model: z.object({ id: z.string(), name: z.string(), rights: z.array(HeldRight) }).optional(),
  /** What they see who open it: all of it, the item without its data, or nothing. */
  outcome: z.enum(['open', 'noData', 'closed']),
  /** Rules that took something away, in a sentence each. */
  notes: z.array(z.string()),
});
export type AccessExplanation = z.infer<typeof AccessExplanation>;

export const LINK_KINDS = ['people', 'organisation', 'existing'] as const;
export const Link = z.object({
  id: z.string(),
  kind: z.enum(LINK_KINDS),
  url: z.string(),
  rights: z.array(z.enum(GRANTABLE_RIGHTS)),
  coversModel: z.boolean(),
  recipients: z.array(Person),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Link = z.infer<typeof Link>;
export const CreatedLink = Link.extend({
  /** Recipients who became guests by it. */
  invited: z.array(Person),
});
export type CreatedLink = z.infer<typeof CreatedLink>;
export const Links = z.object({ links: z.array(Link) });
export const CreateLinkRequest = z.strictObject({
  kind: z.enum(LINK_KINDS),
  rights: z.array(z.enum(GRANTABLE_RIGHTS)).max(3).default(['read', 'reshare']),
  /** Only for the kind `people`. */
  recipients: z.array(z.string().trim().min(1).max(320)).max(100).default([]),
});
export type CreateLinkRequest = z.input<typeof CreateLinkRequest>;
/** Where a link leads. `gained` says whether it gave something that its redeemer did not have. */
export const RedeemedLink = z.object({ kind: z.enum(ITEM_KINDS), itemId: z.string(), gained: z.boolean() });
export type RedeemedLink = z.infer<typeof RedeemedLink>;

export const TenantSettingShape = z.object({
  name: z.string(),
  title: z.string(),
  isOn: z.boolean(),
  /** Empty: for everybody. */
  onlyFor: z.array(Person),
  exceptFor: z.array(Person),
});
export type TenantSettingShape = z.infer<typeof TenantSettingShape>;
export const TenantSettingsShape = z.object({ settings: z.array(TenantSettingShape) });
export const SetTenantSettingRequest = z.strictObject({
  isOn: z.boolean(),
  /** Object ids of security groups. */
  onlyFor: z.array(Id).max(100).default([]),
  exceptFor: z.array(Id).max(100).default([]),
});
export const RevokedSessions = z.object({ validFrom: z.string() });
export type RevokedSessions = z.infer<typeof RevokedSessions>;

/** A trial of the mapping rules of a data source: nothing is kept. */
export const TestUserNameRequest = z.strictObject({
  /** The effective user name of whoever asks, without it. */
  userName: z.string().max(1024).optional(),
  rules: z.array(z.strictObject({ replace: z.string().min(1).max(1024), with: z.string().max(1024) })).max(100),
});
export const TestedUserName = z.object({
  input: z.string(),
  output: z.string(),
  /** The place of the rule that fired, from 0; null where none did. */
  firedRule: z.number().nullable(),
});
export type TestedUserName = z.infer<typeof TestedUserName>;

/** The rows behind one visual as CSV, with what is picked on the page. */
export const ExportVisualRequest = PageDataRequest.pick({ interactions: true });
