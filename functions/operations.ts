import type { Need } from '../shared/access/need.ts';
import type { Activity } from '../shared/audit/activity.ts';
import type { ItemKind, Right, WorkspaceRole } from '../shared/domain/rights.ts';

/**
 * The whole API as one table. The Gateway accepts each operation at `path`, checks `needs`, and asks `role` for the
 * answer over the internal hop; that role registers the same operation under its internal prefix. Adding an
 * operation is adding a row here and its handler there.
 */
export type Operation = {
  /** Unique; part of the function's name. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly role: 'presentation' | 'data-movement';
  /** What the caller must hold; ids come from the path's parameters. */
  readonly needs: Need;
  /** True where the operation changes something: its signed context can be used once. */
  readonly writes: boolean;
  /** What the activity log says of it; a write that the log does not list says `unlisted`. */
  readonly activity: Activity | 'unlisted';
  /** Bytes of request body at most. */
  readonly bodyLimit: number;
  /** The body may be a file instead, as multipart/form-data, which is passed on without being held. */
  readonly takesFile?: true;
};

const PBI = '/v1.0/myorg';
const OURS = '/azimuth/v1';
const NO_BODY = 0;
const SMALL = 64 * 1024;
const LARGE = 2 * 1024 * 1024;

const signedIn: Need = { kind: 'tenant', standing: 'guest' };
const insider: Need = { kind: 'tenant', standing: 'member' };
const administrator: Need = { kind: 'tenant', standing: 'administrator' };
const workspace = (role: WorkspaceRole): Need => ({ kind: 'workspace', role });
const item = (kind: ItemKind, right: Right): Need => ({ kind: 'item', item: kind, right });

type More = Partial<Pick<Operation, 'role' | 'activity' | 'bodyLimit' | 'takesFile'>>;

function get(name: string, path: string, needs: Need, more: More = {}): Operation {
  const rest = { role: 'presentation', activity: 'unlisted', bodyLimit: NO_BODY, ...more } as const;
  return { name, method: 'GET', path, needs, writes: false, ...rest };
}
/** A POST that only reads: its body is a question. */
function ask(name: string, path: string, needs: Need, more: More = {}): Operation {
  const rest = { role: 'presentation', activity: 'unlisted', bodyLimit: SMALL, ...more } as const;
  return { name, method: 'POST', path, needs, writes: false, ...rest };
}
function change(
  name: string,
  method: Operation['method'],
  path: string,
  needs: Need,
  activity: Operation['activity'],
  more: More = {},
): Operation {
  const bodyLimit = method === 'DELETE' ? NO_BODY : SMALL;
  return { name, method, path, needs, writes: true, role: 'presentation', activity, bodyLimit, ...more };
}

/** Power BI has most operations twice: for *My workspace* and below a workspace. */
function both(make: (prefix: string, suffix: string) => Operation): readonly Operation[] {
  return [make(PBI, ''), make(`${PBI}/groups/{groupId}`, '-in-group')];
}

/** What Power BI's contract lacks for every kind of item, below the name that the kind has in paths. */
function eachKind(make: (kind: ItemKind, prefix: string, word: string) => Operation): readonly Operation[] {
  return [
    make('model', `${OURS}/datasets/{datasetId}`, 'dataset'),
    make('report', `${OURS}/reports/{reportId}`, 'report'),
    make('dashboard', `${OURS}/dashboards/{dashboardId}`, 'dashboard'),
  ];
}

const SHARE = { model: 'ShareDataset', report: 'ShareReport', dashboard: 'ShareDashboard' } as const;
const EDIT_PERMISSIONS = {
  model: 'EditDatasetPermissions',
  report: 'EditReportPermissions',
  dashboard: 'EditDashboardPermissions',
} as const;
const IN_DATA_MOVEMENT = { role: 'data-movement' } as const;

export const OPERATIONS: readonly Operation[] = [
  get('groups-list', `${PBI}/groups`, signedIn),
  change('groups-create', 'POST', `${PBI}/groups`, insider, 'CreateGroup'),
  get('groups-get', `${PBI}/groups/{groupId}`, workspace('Viewer')),
  change('groups-delete', 'DELETE', `${PBI}/groups/{groupId}`, workspace('Admin'), 'DeleteGroup'),
  get('group-users-list', `${PBI}/groups/{groupId}/users`, workspace('Viewer')),
  change('group-users-add', 'POST', `${PBI}/groups/{groupId}/users`, workspace('Member'), 'AddGroupMembers'),
  change('group-users-update', 'PUT', `${PBI}/groups/{groupId}/users`, workspace('Member'), 'UpdateWorkspaceAccess'),
  change(
    'group-users-delete',
    'DELETE',
    `${PBI}/groups/{groupId}/users/{user}`,
    workspace('Member'),
    'DeleteGroupMembers',
  ),

  ...both((p, s) => get(`imports-list${s}`, `${p}/imports`, workspace('Viewer'), IN_DATA_MOVEMENT)),
  ...both((p, s) => get(`imports-get${s}`, `${p}/imports/{importId}`, workspace('Viewer'), IN_DATA_MOVEMENT)),
  ...both((p, s) =>
    change(`imports-start${s}`, 'POST', `${p}/imports`, workspace('Contributor'), 'Import', {
      ...IN_DATA_MOVEMENT,
      takesFile: true,
    }),
  ),
  ...both((p, s) =>
    change(
      `imports-upload-location${s}`,
      'POST',
      `${p}/imports/createTemporaryUploadLocation`,
      workspace('Contributor'),
      'unlisted',
      IN_DATA_MOVEMENT,
    ),
  ),

  ...both((p, s) => get(`datasets-list${s}`, `${p}/datasets`, workspace('Viewer'))),
  ...both((p, s) => get(`datasets-get${s}`, `${p}/datasets/{datasetId}`, item('model', 'read'))),
  ...both((p, s) =>
    change(`datasets-delete${s}`, 'DELETE', `${p}/datasets/{datasetId}`, item('model', 'write'), 'DeleteDataset'),
  ),
  ...both((p, s) => get(`dataset-tables-list${s}`, `${p}/datasets/{datasetId}/tables`, item('model', 'read'))),
  ...both((p, s) =>
    ask(`dataset-execute-queries${s}`, `${p}/datasets/{datasetId}/executeQueries`, item('model', 'build'), {
      bodyLimit: LARGE,
    }),
  ),
  ...both((p, s) => get(`dataset-users-list${s}`, `${p}/datasets/{datasetId}/users`, item('model', 'reshare'))),
  ...both((p, s) =>
    change(
      `dataset-users-add${s}`,
      'POST',
      `${p}/datasets/{datasetId}/users`,
      item('model', 'reshare'),
      'ShareDataset',
    ),
  ),
  ...both((p, s) =>
    change(
      `dataset-users-update${s}`,
      'PUT',
      `${p}/datasets/{datasetId}/users`,
      item('model', 'reshare'),
      'EditDatasetPermissions',
    ),
  ),

  ...both((p, s) => get(`reports-list${s}`, `${p}/reports`, workspace('Viewer'))),
  ...both((p, s) => get(`reports-get${s}`, `${p}/reports/{reportId}`, item('report', 'read'))),
  ...both((p, s) =>
    change(`reports-delete${s}`, 'DELETE', `${p}/reports/{reportId}`, item('report', 'write'), 'DeleteReport'),
  ),
  ...both((p, s) => get(`report-pages-list${s}`, `${p}/reports/{reportId}/pages`, item('report', 'read'))),

  ...both((p, s) => get(`dashboards-list${s}`, `${p}/dashboards`, workspace('Viewer'))),
  ...both((p, s) =>
    change(`dashboards-create${s}`, 'POST', `${p}/dashboards`, workspace('Contributor'), 'CreateDashboard'),
  ),
  ...both((p, s) => get(`dashboards-get${s}`, `${p}/dashboards/{dashboardId}`, item('dashboard', 'read'))),
  ...both((p, s) =>
    change(
      `dashboards-delete${s}`,
      'DELETE',
      `${p}/dashboards/{dashboardId}`,
      item('dashboard', 'write'),
      'DeleteDashboard',
    ),
  ),
  ...both((p, s) => get(`tiles-list${s}`, `${p}/dashboards/{dashboardId}/tiles`, item('dashboard', 'read'))),
  ...both((p, s) => get(`tiles-get${s}`, `${p}/dashboards/{dashboardId}/tiles/{tileId}`, item('dashboard', 'read'))),

  // Rights are never stale here; what may be is what the directory said, and every write asks it anew.
  change('users-refresh-permissions', 'POST', `${PBI}/RefreshUserPermissions`, signedIn, 'unlisted'),

  get('admin-activity-events', `${PBI}/admin/activityevents`, administrator, { activity: 'ExportActivityEvents' }),

  get('azimuth-me', `${OURS}/me`, signedIn),
  get('azimuth-home', `${OURS}/home`, signedIn),
  get('azimuth-shared-with-me', `${OURS}/shared-with-me`, signedIn),
  get('azimuth-people-search', `${OURS}/people`, insider),
  get('azimuth-workspace-items', `${OURS}/workspaces/{groupId}/items`, workspace('Viewer')),
  change(
    'azimuth-reports-create',
    'POST',
    `${OURS}/workspaces/{groupId}/reports`,
    workspace('Contributor'),
    'CreateReport',
    { bodyLimit: LARGE },
  ),
  get('azimuth-reports-open', `${OURS}/reports/{reportId}`, item('report', 'read'), { activity: 'ViewReport' }),
  ask('azimuth-page-data', `${OURS}/reports/{reportId}/pages/{pageName}/data`, item('report', 'read'), {
    activity: 'ViewReport',
  }),
  ask(
    'azimuth-visual-export',
    `${OURS}/reports/{reportId}/pages/{pageName}/visuals/{visualName}/export`,
    item('report', 'read'),
    { activity: 'ExportReport' },
  ),
  get('azimuth-dashboards-open', `${OURS}/dashboards/{dashboardId}`, item('dashboard', 'read'), {
    activity: 'ViewDashboard',
  }),
  get('azimuth-dashboard-data', `${OURS}/dashboards/{dashboardId}/data`, item('dashboard', 'read'), {
    activity: 'ViewDashboard',
  }),
  change('azimuth-tiles-pin', 'POST', `${OURS}/dashboards/{dashboardId}/tiles`, item('dashboard', 'write'), 'AddTile'),
  change(
    'azimuth-tiles-move',
    'PATCH',
    `${OURS}/dashboards/{dashboardId}/tiles/{tileId}`,
    item('dashboard', 'write'),
    'EditDashboard',
  ),
  change(
    'azimuth-tiles-remove',
    'DELETE',
    `${OURS}/dashboards/{dashboardId}/tiles/{tileId}`,
    item('dashboard', 'write'),
    'DeleteTile',
  ),

  get('azimuth-dataset-roles-list', `${OURS}/datasets/{datasetId}/roles`, item('model', 'write')),
  change(
    'azimuth-dataset-roles-set',
    'PUT',
    `${OURS}/datasets/{datasetId}/roles`,
    item('model', 'write'),
    'EditRoleMembers',
    { bodyLimit: LARGE },
  ),

  ...eachKind((kind, p, word) => get(`azimuth-${word}-permissions-list`, `${p}/permissions`, item(kind, 'reshare'))),
  ...eachKind((kind, p, word) =>
    change(`azimuth-${word}-permissions-add`, 'POST', `${p}/permissions`, item(kind, 'reshare'), SHARE[kind]),
  ),
  ...eachKind((kind, p, word) =>
    change(
      `azimuth-${word}-permissions-remove`,
      'DELETE',
      `${p}/permissions/{principalId}`,
      item(kind, 'reshare'),
      EDIT_PERMISSIONS[kind],
    ),
  ),
  // `me` as the principal is oneself, which every reader may ask; about others one must be able to change it.
  ...eachKind((kind, p, word) =>
    get(`azimuth-${word}-access-explain`, `${p}/access/{principalId}`, item(kind, 'read')),
  ),
  get('azimuth-links-list', `${OURS}/reports/{reportId}/links`, item('report', 'reshare')),
  change(
    'azimuth-links-create',
    'POST',
    `${OURS}/reports/{reportId}/links`,
    item('report', 'reshare'),
    'CreateSharingLink',
  ),
  change(
    'azimuth-links-delete',
    'DELETE',
    `${OURS}/reports/{reportId}/links/{linkId}`,
    item('report', 'reshare'),
    'DeleteSharingLink',
  ),
  change('azimuth-links-redeem', 'POST', `${OURS}/links/{linkId}/redeem`, signedIn, 'RedeemSharingLink', {
    bodyLimit: NO_BODY,
  }),

  ask('azimuth-user-name-test', `${OURS}/effective-user-name/test`, insider),
  get('azimuth-tenant-settings-list', `${OURS}/admin/tenant-settings`, administrator),
  change(
    'azimuth-tenant-settings-set',
    'PUT',
    `${OURS}/admin/tenant-settings/{settingName}`,
    administrator,
    'UpdatedAdminFeatureSwitch',
  ),
  change(
    'azimuth-sessions-revoke',
    'POST',
    `${OURS}/admin/people/{userId}/revoke-sessions`,
    administrator,
    'RevokeSessions',
    { bodyLimit: NO_BODY },
  ),
];
