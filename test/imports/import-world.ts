import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authoriseWorkspace } from '../../shared/access/authorise.ts';
import type { Import, Metadata, Once } from '../../shared/catalog/ports.ts';
import type { WorkspaceGrant } from '../../shared/domain/grants.ts';
import { type ImportId, newId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { type RunDeps, type RunOutcome, runImport } from '../../shared/imports/run-import.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { idleImports, tidyUp } from '../../shared/imports/tidy.ts';
import { createUploadLocation } from '../../shared/imports/upload-location.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../shared/source/ports.ts';
import { AT, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { memoryImporter, memoryIntake, memoryModelBlobs } from './memory-imports.ts';

/** A workspace into which people import, with every store in memory and a clock that stands until it is moved. */
export type ImportWorld = {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly author: Caller;
  readonly metadata: Metadata;
  readonly deps: RunDeps;
  /** Blobs of the intake account by name. */
  readonly uploads: Map<string, string>;
  /** Names of the files in the data account. */
  readonly models: Set<string>;
  once(): Once;
  grantOf(who: 'author' | 'admin'): Promise<WorkspaceGrant>;
  /** A file was uploaded and its import was asked for; nobody works on it yet. */
  accepted(): Promise<Import>;
  found(row: Import): Promise<Import | undefined>;
  /** What there is of datasets and reports, and how many model files. */
  made(): Promise<{ readonly items: readonly string[]; readonly files: number }>;
  run(row: Import, more?: Partial<RunDeps>, signal?: AbortSignal): Promise<RunOutcome>;
  /** Imports that nobody works on. */
  idle(): Promise<readonly ImportId[]>;
  sweep(): Promise<unknown>;
  later(seconds: number): void;
};

export const NOTHING = { items: [], files: 0 };
/** What one import of `sales.csv` leaves. */
export const ONE = { items: ['model sales', 'report sales'], files: 1 };
const ALIVE = new AbortController().signal;

export async function createImportWorld(): Promise<ImportWorld> {
  let clock = new Date(AT);
  const tenantId = newId<TenantId>();
  const metadata = await openMetadata();
  const admin = await person(metadata, tenantId, 'Admin');
  const author = await person(metadata, tenantId, 'Author');
  const workspaceId = await workspace(metadata, admin, [[author, 'Contributor']]);
  const uploads = new Map<string, string>();
  const models = new Set<string>();
  const deps: RunDeps = {
    metadata,
    intake: memoryIntake(uploads),
    blobs: memoryModelBlobs(models),
    importer: memoryImporter(),
    limits: DEFAULT_IMPORT_LIMITS,
    uploadLimit: 1000,
    withFolder: async (work) => {
      const folder = await mkdtemp(join(tmpdir(), 'azimuth-import-'));
      return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
    },
    now: () => clock,
  };
  const once = () => ({ id: crypto.randomUUID(), expiresAt: new Date(clock.getTime() + 60_000).toISOString() });
  const grantOf = (who: 'author' | 'admin') =>
    metadata.read(tenantId, (stores) =>
      authoriseWorkspace(stores, who === 'admin' ? admin : author, 'Contributor', workspaceId),
    );
  return {
    tenantId,
    workspaceId,
    author,
    metadata,
    deps,
    uploads,
    models,
    once,
    grantOf,
    async accepted() {
      const grant = await grantOf('author');
      const { url } = await createUploadLocation(deps, author, grant, once());
      uploads.set(deps.intake.blobOfAddress(url) ?? '', 'city,sold\nOslo,1\n');
      return startImport(deps, author, grant, { name: 'sales.csv', address: url, onConflict: 'rename' }, once());
    },
    found: (row) => metadata.read(tenantId, (stores) => stores.imports.find(row.id)),
    async made() {
      const items = await metadata.read(tenantId, (stores) => stores.items.inWorkspace(workspaceId));
      return { items: items.map(({ kind, name }) => `${kind} ${name}`).toSorted(), files: models.size };
    },
    run: (row, more = {}, signal = ALIVE) => runImport({ ...deps, ...more }, tenantId, row.id, signal),
    idle: async () => (await idleImports(metadata, clock)).map(({ importId }) => importId),
    sweep: () => tidyUp(deps, clock),
    later: (seconds) => {
      clock = new Date(clock.getTime() + seconds * 1000);
    },
  };
}
