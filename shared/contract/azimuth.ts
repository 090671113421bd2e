import { z } from 'zod';
import { ITEM_KINDS, WORKSPACE_ROLES } from '../domain/rights.ts';
import { AGGREGATIONS } from '../model/semantic-model.ts';
import { DATE_GRAINS } from '../query/question.ts';
import { VISUAL_TYPES } from '../report/report.ts';

/** Shapes of Azimuth's own API (`/azimuth/v1`): what Power BI's contract lacks. Strict: an unknown key is a 400. */
const Id = z.guid().transform((text) => text.toLowerCase());
const Name = z.string().trim().min(1).max(200);

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
  name: z.string().min(1).max(100),
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
        name: z.string().min(1).max(100),
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
});
export type Me = z.infer<typeof Me>;

export const Person = z.object({ objectId: z.string(), displayName: z.string(), signInName: z.string() });
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

export const Share = z.object({
  person: Person,
  right: z.enum(['read']),
  sharedBy: z.string(),
  sharedAt: z.string(),
});
export type Share = z.infer<typeof Share>;
export const Shares = z.object({ shares: z.array(Share) });
export const ShareRequest = z.strictObject({ userId: Id, right: z.enum(['read']).default('read') });
export type ShareRequest = z.input<typeof ShareRequest>;
