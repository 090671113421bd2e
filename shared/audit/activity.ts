import type { EventId, ObjectId } from '../domain/ids.ts';
import type { PrincipalKind } from '../domain/principal.ts';
import type { ItemKind } from '../domain/rights.ts';

/**
 * The names of Power BI's activity log for what this product does (U-03), and after them the few of our own for what
 * Power BI has no name for.
 */
export const ACTIVITIES = [
  'ViewReport',
  'ViewDashboard',
  'CreateReport',
  'CreateDashboard',
  'CreateDataset',
  'CreateGroup',
  'DeleteReport',
  'DeleteDashboard',
  'DeleteDataset',
  'DeleteGroup',
  'EditDashboard',
  'EditDataset',
  'Import',
  'AddTile',
  'DeleteTile',
  'ShareReport',
  'ShareDashboard',
  'ShareDataset',
  'EditReportPermissions',
  'EditDashboardPermissions',
  'EditDatasetPermissions',
  'AddGroupMembers',
  'DeleteGroupMembers',
  'UpdateWorkspaceAccess',
  'ExportReport',
  'UpdatedAdminFeatureSwitch',
  'ExportActivityEvents',
  'CreateSharingLink',
  'DeleteSharingLink',
  'RedeemSharingLink',
  'RevokeSessions',
  'InviteGuest',
  'EditRoleMembers',
] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Who did it, from where and by which request. */
export type Actor = {
  readonly objectId: ObjectId;
  readonly kind: PrincipalKind;
  readonly signInName: string;
  readonly requestId: string;
  readonly clientIp: string;
  readonly userAgent: string;
};

/** What was done: names and ids, never a value of anybody's data and never a token. */
export type ActivityFacts = {
  readonly activity: Activity;
  readonly isSuccess?: boolean;
  readonly item?: { readonly kind: ItemKind; readonly id: string; readonly name: string };
  /** The model that the item shows. */
  readonly modelId?: string;
  readonly workspace?: { readonly id: string; readonly name: string };
  /** To whom something was given or from whom it was taken. */
  readonly recipients?: readonly { readonly objectId: string; readonly name: string; readonly rights: string }[];
  /** What else an auditor wants to know, in words. */
  readonly detail?: string;
};

export type ActivityEvent = ActivityFacts & { readonly id: EventId; readonly at: string; readonly actor: Actor };
