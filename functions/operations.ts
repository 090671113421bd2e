import type { Need } from '../shared/access/need.ts';
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
  /** Bytes of request body at most. */
  readonly bodyLimit: number;
};

const PBI = '/v1.0/myorg';
const OURS = '/azimuth/v1';
const NO_BODY = 0;
const SMALL = 64 * 1024;
const LARGE = 2 * 1024 * 1024;

const signedIn: Need = { kind: 'tenant' };
const workspace = (role: WorkspaceRole): Need => ({ kind: 'workspace', role });
const item = (kind: ItemKind, right: Right): Need => ({ kind: 'item', item: kind, right });

function get(name: string, path: string, needs: Need, role: Operation['role'] = 'presentation'): Operation {
  return { name, method: 'GET', path, role, needs, writes: false, bodyLimit: NO_BODY };
}
/** A POST that only reads: its body is a question. */
function ask(name: string, path: string, needs: Need): Operation {
  return { name, method: 'POST', path, role: 'presentation', needs, writes: false, bodyLimit: SMALL };
}
function change(
  name: string,
  method: Operation['method'],
  path: string,
  needs: Need,
  role: Operation['role'] = 'presentation',
  bodyLimit = method === 'DELETE' ? NO_BODY : SMALL,
): Operation {
  return { name, method, path, role, needs, writes: true, bodyLimit };
}

/** Power BI has most operations twice: for *My workspace* and below a workspace. */
function both(make: (prefix: string, suffix: string) => Operation): readonly Operation[] {
  return [make(PBI, ''), make(`${PBI}/groups/{groupId}`, '-in-group')];
}

export const OPERATIONS: readonly Operation[] = [
  get('groups-list', `${PBI}/groups`, signedIn),
  change('groups-create', 'POST', `${PBI}/groups`, signedIn),
  get('groups-get', `${PBI}/groups/{groupId}`, workspace('Viewer')),
  change('groups-delete', 'DELETE', `${PBI}/groups/{groupId}`, workspace('Admin')),
  get('group-users-list', `${PBI}/groups/{groupId}/users`, workspace('Viewer')),
  change('group-users-add', 'POST', `${PBI}/groups/{groupId}/users`, workspace('Member')),
  change('group-users-update', 'PUT', `${PBI}/groups/{groupId}/users`, workspace('Member')),
  change('group-users-delete', 'DELETE', `${PBI}/groups/{groupId}/users/{user}`, workspace('Member')),

  ...both((p, s) => get(`imports-list${s}`, `${p}/imports`, workspace('Viewer'), 'data-movement')),
  ...both((p, s) => get(`imports-get${s}`, `${p}/imports/{importId}`, workspace('Viewer'), 'data-movement')),
  ...both((p, s) => change(`imports-start${s}`, 'POST', `${p}/imports`, workspace('Contributor'), 'data-movement')),
  ...both((p, s) =>
    change(
      `imports-upload-location${s}`,
      'POST',
      `${p}/imports/createTemporaryUploadLocation`,
      workspace('Contributor'),
      'data-movement',
    ),
  ),

  ...both((p, s) => get(`datasets-list${s}`, `${p}/datasets`, workspace('Viewer'))),
  ...both((p, s) => get(`datasets-get${s}`, `${p}/datasets/{datasetId}`, item('model', 'read'))),
  ...both((p, s) => change(`datasets-delete${s}`, 'DELETE', `${p}/datasets/{datasetId}`, item('model', 'write'))),
  ...both((p, s) => get(`dataset-tables-list${s}`, `${p}/datasets/{datasetId}/tables`, item('model', 'read'))),

  ...both((p, s) => get(`reports-list${s}`, `${p}/reports`, workspace('Viewer'))),
  ...both((p, s) => get(`reports-get${s}`, `${p}/reports/{reportId}`, item('report', 'read'))),
  ...both((p, s) => change(`reports-delete${s}`, 'DELETE', `${p}/reports/{reportId}`, item('report', 'write'))),
  ...both((p, s) => get(`report-pages-list${s}`, `${p}/reports/{reportId}/pages`, item('report', 'read'))),

  ...both((p, s) => get(`dashboards-list${s}`, `${p}/dashboards`, workspace('Viewer'))),
  ...both((p, s) => change(`dashboards-create${s}`, 'POST', `${p}/dashboards`, workspace('Contributor'))),
  ...both((p, s) => get(`dashboards-get${s}`, `${p}/dashboards/{dashboardId}`, item('dashboard', 'read'))),
  ...both((p, s) =>
    change(`dashboards-delete${s}`, 'DELETE', `${p}/dashboards/{dashboardId}`, item('dashboard', 'write')),
  ),
  ...both((p, s) => get(`tiles-list${s}`, `${p}/dashboards/{dashboardId}/tiles`, item('dashboard', 'read'))),
  ...both((p, s) => get(`tiles-get${s}`, `${p}/dashboards/{dashboardId}/tiles/{tileId}`, item('dashboard', 'read'))),

  get('azimuth-me', `${OURS}/me`, signedIn),
  get('azimuth-home', `${OURS}/home`, signedIn),
  get('azimuth-shared-with-me', `${OURS}/shared-with-me`, signedIn),
  get('azimuth-people-search', `${OURS}/people`, signedIn),
  get('azimuth-workspace-items', `${OURS}/workspaces/{groupId}/items`, workspace('Viewer')),
  change(
    'azimuth-reports-create',
    'POST',
    `${OURS}/workspaces/{groupId}/reports`,
    workspace('Contributor'),
    'presentation',
    LARGE,
  ),
  get('azimuth-reports-open', `${OURS}/reports/{reportId}`, item('report', 'read')),
  ask('azimuth-page-data', `${OURS}/reports/{reportId}/pages/{pageName}/data`, item('report', 'read')),
  get('azimuth-dashboards-open', `${OURS}/dashboards/{dashboardId}`, item('dashboard', 'read')),
  get('azimuth-dashboard-data', `${OURS}/dashboards/{dashboardId}/data`, item('dashboard', 'read')),
  change('azimuth-tiles-pin', 'POST', `${OURS}/dashboards/{dashboardId}/tiles`, item('dashboard', 'write')),
  change('azimuth-tiles-move', 'PATCH', `${OURS}/dashboards/{dashboardId}/tiles/{tileId}`, item('dashboard', 'write')),
  change(
    'azimuth-tiles-remove',
    'DELETE',
    `${OURS}/dashboards/{dashboardId}/tiles/{tileId}`,
    item('dashboard', 'write'),
  ),
  get('azimuth-shares-list', `${OURS}/dashboards/{dashboardId}/shares`, item('dashboard', 'reshare')),
  change('azimuth-shares-add', 'POST', `${OURS}/dashboards/{dashboardId}/shares`, item('dashboard', 'reshare')),
  change(
    'azimuth-shares-remove',
    'DELETE',
    `${OURS}/dashboards/{dashboardId}/shares/{userId}`,
    item('dashboard', 'reshare'),
  ),
];
