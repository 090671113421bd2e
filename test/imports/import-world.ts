import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authoriseWorkspace } from '../../shared/access/authorise.ts';
import type { Activity, ActivityEvent } from '../../shared/audit/activity.ts';
import type { Act, ConflictRule, Import, Metadata } from '../../shared/catalog/ports.ts';
import type { WorkspaceGrant } from '../../shared/domain/grants.ts';
import { type ImportId, newId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { NotedImport } from '../../shared/imports/ports.ts';
import { type RunDeps, type RunOutcome, runImport } from '../../shared/imports/run-import.ts';
import { type ImportDeps, startImport } from '../../shared/imports/start-import.ts';
import { idleImports, tidyUp } from '../../shared/imports/tidy.ts';
import { createUploadLocation } from '../../shared/imports/upload-location.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../shared/source/ports.ts';
import { AT, actOf, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { createFakeDirectory, type FakeDirectory } from '../sharing/fake-directory.ts';
import { memoryImporter, memoryIntake, memoryModelBlobs, memoryPending, noPackages } from './memory-imports.ts';

/** A workspace into which people import, with every store in memory and a clock that stands until it is moved. */
export type ImportWorld = {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly author: Caller;
  readonly admin: Caller;
  readonly metadata: Metadata;
  /** Knows the author and nobody else. */
  readonly directory: FakeDirectory;
  readonly deps: RunDeps & ImportDeps;
  /** Imports that are noted as pending, by id. */
  readonly noted: Map<string, NotedImport>;
  /** Blobs of the intake account by name. */
  readonly uploads: Map<string, string>;
  /** Names of the files in the data account. */
  readonly models: Set<string>;
  /** A request of the workspace's Admin. */
  act(activity: Activity): Act;
  grantOf(who: 'author' | 'admin'): Promise<WorkspaceGrant>;
  /** A file was uploaded and its import was asked for; nobody works on it yet. */
  accepted(file?: Uploaded): Promise<Import>;
  found(row: Import): Promise<Import | undefined>;
  /** The activity log so far, oldest first. */
  log(): Promise<readonly ActivityEvent[]>;
  /** What there is of datasets and reports, and how many model files. */
  made(): Promise<{ readonly items: readonly string[]; readonly files: number }>;
  run(row: Import, more?: Partial<RunDeps>, signal?: AbortSignal): Promise<RunOutcome>;
  /** Imports that nobody works on. */
  idle(): Promise<readonly ImportId[]>;
  sweep(): Promise<unknown>;
  later(seconds: number): void;
};

export type Uploaded = {
  readonly name: string;
  readonly content: Buffer;
  readonly onConflict?: ConflictRule;
};

export const NOTHING = { items: [], files: 0 };
/** What one import of `sales.csv` leaves. */
export const ONE = { items: ['model sales', 'report sales'], files: 1 };
const SALES = Buffer.from('city,sold\nOslo,1\n');
const ALIVE = new AbortController().signal;

export async function createImportWorld(
  more: Partial<Pick<RunDeps, 'packages' | 'uploadLimit'>> = {},
): Promise<ImportWorld> {
  let clock = new Date(AT);
  const tenantId = newId<TenantId>();
  const metadata = await openMetadata(() => clock);
  const directory = createFakeDirectory();
  const admin = await person(metadata, tenantId, 'Admin');
  const author = await person(metadata, tenantId, 'Author');
  const { objectId, displayName, signInName, kind } = author;
  directory.put(tenantId, { objectId, displayName, signInName, kind });
  const workspaceId = await workspace(metadata, admin, [[author, 'Contributor']]);
  const uploads = new Map<string, string>();
  const models = new Set<string>();
  const noted = new Map<string, NotedImport>();
  const deps: RunDeps & ImportDeps = {
    metadata,
    pending: memoryPending(noted, () => clock),
    directory,
    intake: memoryIntake(uploads),
    blobs: memoryModelBlobs(models),
    importer: memoryImporter(),
    packages: noPackages,
    limits: DEFAULT_IMPORT_LIMITS,
    uploadLimit: 1000,
    withFolder: async (work) => {
      const folder = await mkdtemp(join(tmpdir(), 'azimuth-import-'));
      return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
    },
    now: () => clock,
    ...more,
  };
  const grantOf = (who: 'author' | 'admin') =>
    metadata.read(tenantId, (stores) =>
      authoriseWorkspace(stores, who === 'admin' ? admin : author, 'Contributor', workspaceId),
    );
  return {
    tenantId,
    workspaceId,
    author,
    admin,
    metadata,
    directory,
    deps,
    noted,
    uploads,
    models,
    act: (activity) => actOf(admin, activity),
    grantOf,
    async accepted({ name = 'sales.csv', content = SALES, onConflict = 'rename' }: Partial<Uploaded> = {}) {
      const grant = await grantOf('author');
      const { url } = await createUploadLocation(deps, author, grant, actOf(author, undefined));
      uploads.set(deps.intake.blobOfAddress(url) ?? '', content.toString('latin1'));
      const file = { name, at: { address: url }, onConflict };
      return startImport(deps, author, grant, file, actOf(author, 'Import'));
    },
    found: (row) => metadata.read(tenantId, (stores) => stores.imports.find(row.id)),
    log: () => {
      const all = { activity: undefined, userId: undefined, after: undefined, limit: 1000 };
      const window = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
      return metadata.read(tenantId, ({ audit }) => audit.page({ ...window, ...all }));
    },
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
