import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteWorkspace, removeMember } from '../../shared/catalog/workspaces.ts';
import { Fault } from '../../shared/domain/faults.ts';
import type { FileImporter } from '../../shared/source/ports.ts';
import { createImportWorld, type ImportWorld, NOTHING } from './import-world.ts';
import { memoryImporter } from './memory-imports.ts';

/** Imports that end as failed, with the reason and without a trace. */
let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

describe('an import that must fail', () => {
  test('says why, leaves nothing and discards the upload', async () => {
    const row = await world.accepted();
    const importer: FileImporter = {
      import: () => Promise.reject(new Fault('import-failed', { what: 'It is empty', advice: 'Add rows.' })),
    };
    expect(await world.run(row, { importer })).toBe('failed');
    expect(await world.found(row)).toMatchObject({
      state: 'Failed',
      error: { code: 'ImportFailed', message: 'It is empty. Add rows.' },
    });
    expect(await world.made()).toEqual(NOTHING);
    await world.sweep();
    expect(world.uploads.size).toBe(0);
  });

  test('because the upload has grown since it was accepted', async () => {
    const row = await world.accepted();
    world.uploads.set(row.blobName, 'x'.repeat(1001));
    expect(await world.run(row)).toBe('failed');
    expect((await world.found(row))?.error?.code).toBe('UploadTooLarge');
  });

  test('because the upload is gone', async () => {
    const row = await world.accepted();
    world.uploads.clear();
    expect(await world.run(row)).toBe('failed');
    expect((await world.found(row))?.error?.code).toBe('UploadNotFound');
  });

  test('because who asked for it lost the role before it began', async () => {
    const row = await world.accepted();
    const grant = await world.grantOf('admin');
    await removeMember(world.metadata, grant, world.author.objectId, world.once());
    expect(await world.run(row)).toBe('failed');
    expect((await world.found(row))?.error?.code).toBe('PowerBINotAuthorizedException');
    expect(await world.made()).toEqual(NOTHING);
  });

  test('because the role was lost, or the workspace was deleted, while it ran', async () => {
    for (const change of ['role', 'workspace'] as const) {
      const row = await world.accepted();
      const importer = memoryImporter();
      const grant = await world.grantOf('admin');
      const during: FileImporter = {
        import: async (file, signal) => {
          if (change === 'role') await removeMember(world.metadata, grant, world.author.objectId, world.once());
          else await deleteWorkspace(world.metadata, grant, world.once());
          return importer.import(file, signal);
        },
      };
      expect(['failed', 'not-mine']).toContain(await world.run(row, { importer: during }));
      expect(await world.made()).toEqual(NOTHING);
      if (change === 'role') {
        await world.metadata.write(world.tenantId, undefined, ({ workspaces }) =>
          workspaces.saveMember({
            workspaceId: world.workspaceId,
            principalId: world.author.objectId,
            principalKind: 'User',
            role: 'Contributor',
          }),
        );
      }
    }
  });
});
