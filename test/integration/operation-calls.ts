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
  /** Somebody with a share or a role there. */
  readonly userId: string;
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
    fileUrl: `http://localhost/intake/uploads/${crypto.randomUUID()}/${crypto.randomUUID()}`,
  };
}

/** A well-formed body for each operation that has one: what is refused then is refused for who asks. */
const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'groups-create': () => ({ name: `Workspace ${crypto.randomUUID()}` }),
  'group-users-add': ({ userId }) => ({ identifier: userId, principalType: 'User', groupUserAccessRight: 'Admin' }),
  'group-users-update': ({ userId }) => ({ identifier: userId, principalType: 'User', groupUserAccessRight: 'Admin' }),
  'imports-start': ({ fileUrl }) => ({ fileUrl }),
  'dashboards-create': () => ({ name: 'New' }),
  'azimuth-reports-create': ({ datasetId }) => ({
    name: 'New',
    datasetId,
    definition: { pages: [{ name: 'one', displayName: 'One', width: 1280, height: 720, visuals: [] }] },
  }),
  'azimuth-page-data': () => ({}),
  'azimuth-tiles-pin': ({ reportId, pageName, visualName }) => ({ reportId, pageName, visualName }),
  'azimuth-tiles-move': () => ({ layout: { column: 0, row: 9, colSpan: 6, rowSpan: 4 } }),
  'azimuth-shares-add': ({ userId }) => ({ userId }),
};

/** Calls one operation of the table with these ids, as this person. */
export function callOperation(client: Client, operation: Operation, ids: Ids): Promise<Reply> {
  const parameters: Readonly<Record<string, string>> = { ...ids, user: ids.userId };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`The path of ${operation.name} has an unknown parameter ${name}.`);
    return encodeURIComponent(value);
  });
  const query = operation.name.startsWith('imports-start') ? '?datasetDisplayName=mine.csv' : '';
  const body = BODIES[operation.name.replace(/-in-group$/, '')]?.(ids);
  if (body === undefined && operation.bodyLimit > 0 && !operation.name.startsWith('imports-upload-location')) {
    throw new Error(`There is no body for ${operation.name}.`);
  }
  return client.send(operation.method, `${path}${query}`, body);
}

/** Operations whose path names something of somebody's. */
export const OPERATIONS_ON_THINGS = OPERATIONS.filter(({ path }) => path.includes('{'));
