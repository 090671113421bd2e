import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadModel } from '../../shared/catalog/load-model.ts';
import type { ConflictRule, Import } from '../../shared/catalog/ports.ts';
import { type ModelId, newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import type { ImportReport } from '../../shared/imports/import-report.ts';
import { createImportWorld, type ImportWorld } from './import-world.ts';
import { inProcessPackages } from './in-process-packages.ts';
import { computed, data, type PackageFiles, projectOf, type TableSample, zipOf } from './package-samples.ts';

const SALES: TableSample = {
  columns: [data('Region', 'string'), data('Amount', 'int64')],
  measures: { Total: 'SUM(Sales[Amount])', Rows: 'COUNTROWS(Sales)' },
};
const FILE = { 'Sales.csv': 'Region,Amount\nNorth,1\nSouth,2\n' };
const role = (name: string, filter: string, members: readonly string[]) => ({
  name,
  modelPermission: 'read',
  tablePermissions: [{ name: 'Sales', filterExpression: filter }],
  members: members.map((memberName) => ({ memberName, identityProvider: 'AzureAD' })),
});
const project = (roles: readonly object[] = [], tables: Readonly<Record<string, TableSample>> = { Sales: SALES }) =>
  projectOf(tables, { model: { roles }, files: FILE });

let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld({ packages: inProcessPackages, uploadLimit: 1_000_000 });
});
afterEach(() => world.metadata.close());

const asked = (files: PackageFiles, onConflict: ConflictRule = 'abort', name = 'Sales.zip') =>
  world.accepted({ name, content: zipOf(files), onConflict });

async function published(files: PackageFiles, onConflict: ConflictRule = 'abort') {
  const row = await asked(files, onConflict);
  expect(await world.run(row)).toBe('succeeded');
  return outcomeOf(row);
}

async function outcomeOf(row: Import) {
  const found = await world.found(row);
  if (found?.modelId === undefined) throw new Error(found?.error?.message ?? 'no dataset');
  const report: ImportReport = JSON.parse(found.report ?? 'null');
  return { modelId: found.modelId, reportId: found.reportId, report };
}

const membersOf = async (modelId: ModelId) => {
  const members = await world.metadata.read(world.tenantId, ({ roleMembers }) => roleMembers.ofModel(modelId));
  return members.map(({ role: name, memberId }) => [name, memberId]);
};
const loaded = (modelId: ModelId) =>
  world.metadata.read(world.tenantId, (stores) => loadModel(stores, world.tenantId, modelId));

function known(name: string, kind: 'user' | 'guest' | 'group' | 'service' = 'user', tenantId = world.tenantId) {
  const objectId = newId<ObjectId>();
  const signInName = kind === 'group' || kind === 'service' ? '' : name;
  world.directory.put(tenantId, { objectId, displayName: name, signInName, kind }, { mail: name });
  return objectId;
}

describe('a project that is published', () => {
  test('becomes a dataset named after its zip, without a report, and is in the activity log', async () => {
    const { modelId, reportId, report } = await published(project());
    expect(reportId).toBeUndefined();
    expect(report).toEqual({ keptData: [], withoutData: [], membersNotBound: [] });
    expect(await world.made()).toEqual({ items: ['model Sales'], files: 1 });
    const model = await loaded(modelId);
    expect(model.stored().tabular.tables[0]?.measures.map(({ name }) => name)).toEqual(['Total', 'Rows']);
    expect(model.stored()).toBe((await loaded(modelId)).stored());
    expect(model.stored().facts.rowCounts).toEqual([2]);
    expect(model.definition.tables[0]?.columns.map(({ name }) => name)).toEqual(['Region', 'Amount']);
    const log = (await world.log()).map(({ activity, item }) => `${activity} ${item?.name ?? ''}`);
    expect(log.toSorted()).toEqual(['CreateDataset Sales', 'Import ']);
  });

  test('shows nothing to visual questions where it has roles: those know none', async () => {
    const { modelId } = await published(project([role('North', '[Region] = "North"', [])]));
    const model = await loaded(modelId);
    expect(model.definition).toEqual({ tables: [] });
    expect(model.stored().tabular.roles.map(({ name }) => name)).toEqual(['North']);
  });

  test('is refused with its first problems, and nothing stays', async () => {
    const row = await asked(project([], { Sales: { ...SALES, columns: [...SALES.columns, data('amount', 'int64')] } }));
    expect(await world.run(row)).toBe('failed');
    const failed = await world.found(row);
    expect(failed?.error?.message).toMatch(/model\.bim:\d+: .*amount/);
    expect(await world.made()).toEqual({ items: [], files: 0 });
  });
});

describe('members of roles', () => {
  test('are the people and groups that the publisher’s directory has; the others are told and get nothing', async () => {
    const [ann, team] = [known('ann@contoso.example'), known('team@contoso.example', 'group')];
    known('stranger@fabrikam.example', 'user', newId<TenantId>());
    const names = ['ann@contoso.example', 'team@contoso.example', 'stranger@fabrikam.example', 'gone@contoso.example'];
    const { modelId, report } = await published(
      project([role('North', '[Region] = "North"', names), role('All', 'TRUE()', ['ann@contoso.example'])]),
    );
    expect((await membersOf(modelId)).toSorted()).toEqual(
      [
        ['All', ann],
        ['North', ann],
        ['North', team],
      ].toSorted(),
    );
    expect(report.membersNotBound.map(({ role: name, name: who }) => [name, who])).toEqual([
      ['North', 'stranger@fabrikam.example'],
      ['North', 'gone@contoso.example'],
    ]);
  });

  test('are never applications (F-05), and ids of another tenant are nobody’s', async () => {
    const application = known('app', 'service');
    const foreign = known('eve@fabrikam.example', 'user', newId<TenantId>());
    const withId = (memberName: string, memberId: string) => ({ memberName, memberId, identityProvider: 'AzureAD' });
    const members = [withId('App', application), withId('Eve', foreign)];
    const { modelId, report } = await published(project([{ name: 'North', modelPermission: 'read', members }]));
    expect(await membersOf(modelId)).toEqual([]);
    expect(report.membersNotBound).toHaveLength(2);
  });

  test('wait for a directory that does not answer', async () => {
    const row = await asked(project([role('North', 'TRUE()', ['ann@contoso.example'])]));
    const silent = { ...world.directory, findByName: () => Promise.reject(new Error('silent')) };
    await expect(world.run(row, { directory: silent })).rejects.toThrow('silent');
    expect((await world.found(row))?.state).toBe('Publishing');
  });
});

describe('publishing again', () => {
  test('is refused by Abort, before and after the work, and makes another under a free name by rename', async () => {
    const early = await asked(project());
    await published(project());
    await expect(asked(project())).rejects.toMatchObject({ code: 'name-taken' });
    expect(await world.run(early)).toBe('failed');
    await published(project(), 'rename');
    expect((await world.made()).items).toEqual(['model Sales', 'model Sales (2)']);
  });

  test('by Overwrite needs one dataset of that name', async () => {
    await expect(asked(project(), 'replace-only')).rejects.toMatchObject({ code: 'request-invalid' });
    await published(project());
    await world.metadata.write(world.tenantId, undefined, async ({ items }) => {
      const [first] = await items.inWorkspace(world.workspaceId, 'model');
      if (first !== undefined) await items.create({ ...first, id: newId<ModelId>() }, '{}');
    });
    await expect(asked(project(), 'replace')).rejects.toMatchObject({ code: 'request-invalid' });
  });

  test('keeps the dataset, gives it the new definition and version, and says what changed', async () => {
    const first = await published(project([role('North', '[Region] = "North"', []), role('Old', 'TRUE()', [])]));
    const before = await loaded(first.modelId);
    world.later(60);
    const next = projectOf(
      {
        Extra: { columns: [data('X', 'int64')], m: 'let S = Sql.Database("a", "b") in S' },
        Sales: {
          columns: [...SALES.columns, computed('Double', 'int64', '[Amount] * 2')],
          csv: 'elsewhere.csv',
          measures: { Total: 'SUM(Sales[Amount]) * 1', Mean: 'AVERAGE(Sales[Amount])' },
        },
      },
      { model: { roles: [role('North', '[Region] = "North"', []), role('New', 'FALSE()', [])] } },
    );
    const { modelId, report } = await published(next, 'replace');
    expect(modelId).toBe(first.modelId);
    expect(report).toMatchObject({
      changes: {
        tables: { added: ['Extra'], removed: [], changed: ['Sales'] },
        measures: { added: ['Sales[Mean]'], removed: ['Sales[Rows]'], changed: ['Sales[Total]'] },
        roles: { added: ['New'], removed: ['Old'], changed: [] },
      },
      keptData: ['Sales'],
      withoutData: [{ table: 'Extra', needs: 'connection', name: 'Sql.Database' }],
    });
    const model = await loaded(modelId);
    expect(model.versionId).not.toBe(before.versionId);
    expect(model.stored().facts).toMatchObject({ rowCounts: [0, 2], withoutData: [0] });
    expect(await world.made()).toMatchObject({ items: ['model Sales'] });
    const edits = (await world.log()).filter(({ activity }) => activity === 'EditDataset');
    expect(edits.map(({ item }) => item?.name)).toEqual(['Sales']);
  });

  test('keeps members of a role whose definition names nobody, takes those that it names, drops those of roles that went', async () => {
    const [ann, bob] = [known('ann@contoso.example'), known('bob@contoso.example')];
    const first = await published(
      project([
        role('Kept', 'TRUE()', ['ann@contoso.example']),
        role('Named', 'TRUE()', ['ann@contoso.example']),
        role('Gone', 'TRUE()', ['ann@contoso.example']),
      ]),
    );
    const epoch = () => world.metadata.read(world.tenantId, async ({ security }) => (await security.state()).epoch);
    const before = await epoch();
    await published(project([role('KEPT', 'TRUE()', []), role('Named', 'TRUE()', ['bob@contoso.example'])]), 'replace');
    expect(await membersOf(first.modelId)).toEqual([
      ['KEPT', ann],
      ['Named', bob],
    ]);
    expect(await epoch()).toBe(before + 1);
  });

  test('a file takes the place of a project: its roles and their members go, its rights and reports stay', async () => {
    known('ann@contoso.example');
    const first = await published(project([role('North', 'TRUE()', ['ann@contoso.example'])]));
    const row = await world.accepted({ name: 'sales.csv', content: Buffer.from('x'), onConflict: 'replace' });
    expect(await world.run(row)).toBe('succeeded');
    expect(await outcomeOf(row)).toMatchObject({ modelId: first.modelId, reportId: undefined });
    expect(await membersOf(first.modelId)).toEqual([]);
    expect((await loaded(first.modelId)).stored().tabular.roles).toEqual([]);
    expect((await world.made()).items).toEqual(['model Sales']);
  });

  test('fails where somebody else published in the meantime, and leaves theirs', async () => {
    await published(project());
    const late = await asked(project(), 'replace');
    let theirs: ModelId | undefined;
    const slow: typeof inProcessPackages = {
      importPackage: async (toImport, signal) => {
        const made = await inProcessPackages.importPackage(toImport, signal);
        theirs = (await published(project(), 'replace')).modelId;
        return made;
      },
    };
    expect(await world.run(late, { packages: slow })).toBe('failed');
    expect((await world.found(late))?.error?.message).toContain('somebody else');
    expect(theirs).toBeDefined();
    expect((await world.made()).items).toEqual(['model Sales']);
  });
});
