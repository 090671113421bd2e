import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Call } from '../../../functions/internal-hop.ts';
import type { PresentationDeps } from '../../../functions/presentation/deps.ts';
import { executeQueriesOperations } from '../../../functions/presentation/execute-queries-operations.ts';
import { answering } from '../../../functions/reply.ts';
import { authoriseItem } from '../../../shared/access/authorise.ts';
import { createDuckdbEngine } from '../../../shared/adapters/duckdb/engine-duckdb.ts';
import type { Item, Metadata } from '../../../shared/catalog/ports.ts';
import { type ModelId, type ModelVersionId, newId, type TenantId } from '../../../shared/domain/ids.ts';
import type { Caller } from '../../../shared/domain/principal.ts';
import type { GrantableRight } from '../../../shared/domain/rights.ts';
import {
  createQueryEngine,
  DEFAULT_LIMITS,
  type QueryEngine,
  type QueryEngineLimits,
} from '../../../shared/engine/query-engine.ts';
import type { StoredModel } from '../../../shared/model/stored-model.ts';
import { AT, openMetadata, person, workspace } from '../../catalog/sample-tenant.ts';
import { createMemoryFiles } from '../../engine/memory-engine.ts';
import { createFakeDirectory, type FakeDirectory } from '../../sharing/fake-directory.ts';

export const TENANT = newId<TenantId>();

const column = (name: string, dataType: string) => ({ name, dataType, sourceColumn: name });
const relationship = { name: 'r', fromTable: 'Sales', fromColumn: 'StoreKey', toTable: 'Store', toColumn: 'StoreKey' };

const TABLES = [
  {
    name: 'Sales',
    columns: [
      column('StoreKey', 'int64'),
      column('Amount', 'decimal'),
      column('Owner', 'string'),
      column('Unit Cost', 'double'),
      column('Sold', 'dateTime'),
    ],
    measures: [
      { name: 'Total', expression: 'SUM ( Sales[Amount] )' },
      { name: 'Margin', expression: 'SUM ( Sales[Amount] ) - SUM ( Sales[Unit Cost] )' },
    ],
  },
  {
    name: 'Store',
    columns: [column('StoreKey', 'int64'), column('Region', 'string'), column('Store Name', 'string')],
  },
  { name: 'Secret', columns: [column('Code', 'string')] },
];

const ROLES = [
  {
    name: 'Europe',
    modelPermission: 'read',
    tablePermissions: [{ name: 'Store', filterExpression: 'Store[Region] = "Europe"' }],
  },
  {
    name: 'America',
    modelPermission: 'read',
    tablePermissions: [{ name: 'Store', filterExpression: 'Store[Region] = "America"' }],
  },
  {
    name: 'Own',
    modelPermission: 'read',
    tablePermissions: [{ name: 'Sales', filterExpression: 'Sales[Owner] = USERPRINCIPALNAME ()' }],
  },
  { name: 'Refreshers', modelPermission: 'refresh' },
  {
    name: 'Own Europe',
    modelPermission: 'read',
    tablePermissions: [
      { name: 'Store', filterExpression: 'Store[Region] = "Europe"' },
      { name: 'Sales', filterExpression: 'Sales[Owner] = USERPRINCIPALNAME ()' },
    ],
  },
  {
    name: 'Limited',
    modelPermission: 'read',
    tablePermissions: [
      { name: 'Secret', metadataPermission: 'none' },
      { name: 'Sales', columnPermissions: [{ name: 'Unit Cost', metadataPermission: 'none' }] },
    ],
  },
];

const DATA = `
  CREATE TABLE t0 (c0 BIGINT, c1 DECIMAL(18,4), c2 VARCHAR, c3 DOUBLE, c4 TIMESTAMP);
  INSERT INTO t0 VALUES (1, 10, 'ann@contoso.example', 4, '2024-01-31'), (1, 20, 'ben@contoso.example', 5, '2024-02-01 08:30:00'),
    (2, 300, 'ann@contoso.example', 6, NULL), (2, 400.5, NULL, 7, '2024-03-01');
  CREATE TABLE t1 (c0 BIGINT, c1 VARCHAR, c2 VARCHAR);
  INSERT INTO t1 VALUES (1, 'Europe', 'Oslo'), (2, 'America', 'Hidden Valley');
  CREATE TABLE t2 (c0 VARCHAR);
  INSERT INTO t2 VALUES ('4711');`;

export type Asking = {
  readonly as?: Caller;
  readonly model?: ModelId;
  readonly impersonate?: string;
  readonly includeNulls?: boolean;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};
export type Answered = { readonly status: number; readonly text: string; readonly headers: Headers };

export type QueryWorld = {
  readonly metadata: Metadata;
  readonly directory: FakeDirectory;
  readonly engine: QueryEngine;
  readonly author: Caller;
  /** With roles, and the same without any. */
  readonly secured: ModelId;
  readonly open: ModelId;
  /** Somebody with the rights on both models and in these roles. */
  reader(name: string, roles?: readonly string[], more?: ReaderOptions): Promise<Caller>;
  send(dax: string, asking?: Asking): Promise<Answered>;
  /** The rows of an answer that must be one. */
  rows(dax: string, asking?: Asking): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
};
export type ReaderOptions = Partial<Caller> & { readonly rights?: readonly GrantableRight[] | 'none' };

const READ_AND_BUILD: readonly GrantableRight[] = ['read', 'build'];

/** A tenant with a small model over a real file, and the operation as the Presentation Role serves it. */
export async function openQueryWorld(limits: Partial<QueryEngineLimits> = {}, moreData = ''): Promise<QueryWorld> {
  const metadata = await openMetadata();
  const directory = createFakeDirectory();
  const author = await person(metadata, TENANT, 'Author');
  directory.put(TENANT, author);
  const workspaceId = await workspace(metadata, author);
  const path = join(tmpdir(), `azimuth-queries-${crypto.randomUUID()}.duckdb`);
  await writeData(path, moreData);
  const secured = await publish(metadata, author, workspaceId, path, ROLES);
  const open = await publish(metadata, author, workspaceId, path, []);
  const ports = {
    files: createMemoryFiles().files,
    engine: createDuckdbEngine({ memoryBytes: 256 * 1024 ** 2, threads: 2 }),
    clock: { now: () => new Date('2024-05-01T08:00:00.000Z') },
  };
  const engine = createQueryEngine(ports, { ...DEFAULT_LIMITS, ...limits });
  const deps = { metadata, directory, engine } as unknown as PresentationDeps;

  const send: QueryWorld['send'] = async (
    dax,
    { as = author, model = secured, impersonate, includeNulls, body, ...more } = {},
  ) => {
    const request = new Request('http://presentation/executeQueries', { method: 'POST' });
    const question = {
      queries: [{ query: dax }],
      ...(includeNulls === undefined ? {} : { serializerSettings: { includeNulls } }),
      ...(impersonate === undefined ? {} : { impersonatedUserName: impersonate }),
    };
    const signal = more.signal ?? new AbortController().signal;
    const handler = answering(async () => {
      const grant = await metadata.read(TENANT, (stores) => authoriseItem(stores, as, 'model', model, 'build'));
      const call = { caller: as, grant, body: body ?? question, signal } as Call;
      return executeQueriesOperations['dataset-execute-queries'](deps, call);
    });
    const answer = await handler(request, { signal, log: () => undefined });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  return {
    metadata,
    directory,
    engine,
    author,
    secured,
    open,
    reader: async (name, roles = [], { rights: given = READ_AND_BUILD, ...more } = {}) => {
      const rights: readonly GrantableRight[] = given === 'none' ? [] : given;
      const caller = await person(metadata, TENANT, name, more);
      directory.put(TENANT, caller);
      await metadata.write(TENANT, undefined, async ({ permissions, roleMembers }) => {
        for (const itemId of given === 'none' ? [] : [secured, open]) {
          const grantee = { granteeId: caller.objectId, granteeKind: caller.kind };
          await permissions.save({
            itemId,
            ...grantee,
            rights,
            source: 'direct',
            grantedBy: author.objectId,
            grantedAt: AT,
          });
        }
        const members = await roleMembers.ofModel(secured);
        for (const role of roles) {
          const others = members.filter((one) => one.role === role);
          await roleMembers.replace(secured, role, [...others, { memberId: caller.objectId, memberKind: caller.kind }]);
        }
      });
      return caller;
    },
    send,
    rows: async (dax, asking) => {
      const { status, text } = await send(dax, asking);
      if (status !== 200) throw new Error(`${status} ${text}`);
      const answer: { results: [{ tables: [{ rows: Record<string, unknown>[] }] }]; error?: unknown } =
        JSON.parse(text);
      if (answer.error !== undefined) throw new Error(text);
      return answer.results[0].tables[0].rows;
    },
    close: async () => {
      await engine.close();
      await metadata.close();
      await rm(path, { force: true });
    },
  };
}

async function writeData(path: string, moreData: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(DATA + moreData);
  connection.closeSync();
  instance.closeSync();
}

async function publish(
  metadata: Metadata,
  author: Caller,
  workspaceId: Item['workspaceId'],
  blobName: string,
  roles: readonly unknown[],
): Promise<ModelId> {
  const id = newId<ModelId>();
  const definition = {
    name: 'Sales',
    compatibilityLevel: 1567,
    model: { culture: 'en-US', tables: TABLES, relationships: [relationship], roles },
  };
  const stored: StoredModel = {
    files: [{ path: 'model.bim', text: JSON.stringify(definition) }],
    reports: [],
    facts: { blankRowTables: [], rowCounts: [4, 2, 1], withoutData: [] },
    visual: { tables: [] },
  };
  const row: Item = {
    id,
    kind: 'model',
    workspaceId,
    name: `Sales ${id}`,
    createdBy: author.objectId,
    createdAt: AT,
    modifiedAt: AT,
    modelId: undefined,
  };
  const version = { id: newId<ModelVersionId>(), modelId: id, blobName, bytes: 1000, rowCount: 4, createdAt: AT };
  await metadata.write(TENANT, undefined, async ({ items, versions }) => {
    await items.create(row, JSON.stringify(stored));
    await versions.publish(version);
  });
  return id;
}
