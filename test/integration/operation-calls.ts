import { OPERATIONS, type Operation } from '../../functions/operations.ts';
import type { Client, Reply } from './client.ts';

/** Ids of one workspace's things, as an operation's path and body name them. */
export type Ids = {
  readonly groupId: string;
  readonly datasetId: string;
  readonly reportId: string;
  readonly pageName: string;
  readonly visualName: string;
  readonly dashboardId: string;
  readonly tileId: string;
  readonly importId: string;
  /** Somebody with a permission and a role there. */
  readonly userId: string;
  /** A link of the report. */
  readonly linkId: string;
  /** An address where something was uploaded. */
  readonly fileUrl: string;
};

/** Ids of nothing, in the shape of ids. */
export function idsOfNothing(): Ids {
  return {
    groupId: crypto.randomUUID(),
    datasetId: crypto.randomUUID(),
    reportId: crypto.randomUUID(),
    pageName: 'overview',
    visualName: 'rows',
    dashboardId: crypto.randomUUID(),
    tileId: crypto.randomUUID(),
    importId: crypto.randomUUID(),
    userId: crypto.randomUUID(),
    linkId: crypto.randomUUID(),
    fileUrl: `http://localhost/intake/uploads/${crypto.randomUUID()}/${crypto.randomUUID()}`,
  };
}

/** A well-formed body for each operation that has one: what is refused then is refused for who asks. */
const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'groups-create': () => ({ name: `Workspace ${crypto.randomUUID()}` }),
  'group-users-add': ({ userId }) => ({ identifier: userId, principalType: 'User', groupUserAccessRight: 'Viewer' }),
  'group-users-update': ({ userId }) => ({ identifier: userId, principalType: 'User', groupUserAccessRight: 'Viewer' }),
  'imports-start': ({ fileUrl }) => ({ fileUrl }),
  'dataset-execute-queries': () => ({ queries: [{ query: 'EVALUATE ROW("x", 1)' }] }),
  'dataset-users-add': ({ userId }) => ({ identifier: userId, principalType: 'User', datasetUserAccessRight: 'Read' }),
  'dataset-users-update': ({ userId }) => ({
    identifier: userId,
    principalType: 'User',
    datasetUserAccessRight: 'ReadExplore',
  }),
  'dashboards-create': () => ({ name: 'New' }),
  'azimuth-reports-create': ({ datasetId }) => ({
    name: 'New',
    datasetId,
    definition: { pages: [{ name: 'one', displayName: 'One', width: 1280, height: 720, visuals: [] }] },
  }),
  'azimuth-page-data': () => ({}),
  'azimuth-visual-export': () => ({}),
  'azimuth-tiles-pin': ({ reportId, pageName, visualName }) => ({ reportId, pageName, visualName }),
  'azimuth-tiles-move': () => ({ layout: { column: 0, row: 9, colSpan: 6, rowSpan: 4 } }),
  'azimuth-dataset-permissions-add': ({ userId }) => ({ recipients: [userId], rights: ['read'] }),
  'azimuth-report-permissions-add': ({ userId }) => ({ recipients: [userId], rights: ['read'] }),
  'azimuth-dashboard-permissions-add': ({ userId }) => ({ recipients: [userId], rights: ['read'] }),
  'azimuth-dataset-roles-set': ({ userId }) => ({ role: 'Europe', members: [userId] }),
  'azimuth-links-create': ({ userId }) => ({ kind: 'people', rights: ['read'], recipients: [userId] }),
  'azimuth-user-name-test': () => ({ rules: [{ replace: 'contoso', with: 'fabrikam' }] }),
  'azimuth-tenant-settings-set': () => ({ isOn: true }),
};

/** Operations that take a body and need none. */
const BODILESS = /^(imports-upload-location|users-refresh-permissions)/;

export function bodyOf(operation: Operation, ids: Ids): unknown {
  const body = BODIES[operation.name.replace(/-in-group$/, '')]?.(ids);
  if (body === undefined && operation.bodyLimit > 0 && !BODILESS.test(operation.name)) {
    throw new Error(`There is no body for ${operation.name}.`);
  }
  return body;
}

/** The operation's path with these ids, and its query; `now` for those that ask about a day. */
export function pathOf(operation: Operation, ids: Ids, now: Date): string {
  const parameters: Readonly<Record<string, string>> = {
    ...ids,
    user: ids.userId,
    principalId: ids.userId,
    settingName: 'organisationLinks',
  };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`The path of ${operation.name} has an unknown parameter ${name}.`);
    return encodeURIComponent(value);
  });
  return `${path}${queryOf(operation, now)}`;
}

function queryOf({ name }: Operation, now: Date): string {
  if (name.startsWith('imports-start')) return '?datasetDisplayName=mine.csv';
  if (name === 'azimuth-people-search') return '?search=a';
  if (name !== 'admin-activity-events') return '';
  const day = now.toISOString().slice(0, 10);
  return `?startDateTime='${day}T00:00:00.000Z'&endDateTime='${day}T23:59:59.999Z'`;
}

/** Calls one operation of the table with these ids, as this person. */
export function callOperation(client: Client, operation: Operation, ids: Ids): Promise<Reply> {
  return client.send(operation.method, pathOf(operation, ids, new Date()), bodyOf(operation, ids));
}

/** Operations whose path names something of somebody's. An administrator's are about the tenant. */
export const OPERATIONS_ON_THINGS = OPERATIONS.filter(
  ({ path, needs }) => path.includes('{') && !(needs.kind === 'tenant' && needs.standing === 'administrator'),
);
