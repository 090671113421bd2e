import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { removeMember } from '../../shared/catalog/workspace-members.ts';
import { deleteWorkspace } from '../../shared/catalog/workspaces.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { newId, type ObjectId } from '../../shared/domain/ids.ts';
import type { TenantSettingName } from '../../shared/domain/tenant-settings.ts';
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
    await removeMember(world, world.admin, grant, world.author.objectId, world.act('DeleteGroupMembers'));
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
          if (change === 'role') {
            await removeMember(world, world.admin, grant, world.author.objectId, world.act('DeleteGroupMembers'));
          } else await deleteWorkspace(world.metadata, world.admin, grant, world.act('DeleteGroup'));
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
            principalKind: 'user',
            role: 'Contributor',
          }),
        );
      }
    }
  });
});

describe('whoever asked for an import', () => {
  const refused = async (): Promise<void> => {
    const row = await world.accepted();
    expect(await world.run(row)).toBe('failed');
    expect((await world.found(row))?.error?.code).toBe('PowerBINotAuthorizedException');
    expect(await world.made()).toEqual(NOTHING);
  };

  test('imports nothing any more when the account is disabled or gone', async () => {
    world.directory.put(world.tenantId, { ...world.author }, { isEnabled: false });
    await refused();
    world.directory.forget(world.author.objectId);
    await refused();
  });

  test('imports nothing when the account was disabled while the import ran', async () => {
    const row = await world.accepted();
    const importer = memoryImporter();
    const during: FileImporter = {
      import: (file, signal) => {
        world.directory.put(world.tenantId, { ...world.author }, { isEnabled: false });
        return importer.import(file, signal);
      },
    };
    expect(await world.run(row, { importer: during })).toBe('failed');
    expect(await world.made()).toEqual(NOTHING);
  });

  test('imports by a group that holds the role, as long as they are in it', async () => {
    const group = newId<ObjectId>();
    world.directory.put(world.tenantId, { objectId: group, displayName: 'Authors', signInName: '', kind: 'group' });
    world.directory.join(group, world.author.objectId);
    const accepted = [await world.accepted(), await world.accepted()];
    await world.metadata.write(world.tenantId, undefined, async ({ workspaces }) => {
      const member = { workspaceId: world.workspaceId, principalKind: 'group', role: 'Contributor' } as const;
      await workspaces.saveMember({ ...member, principalId: group });
      await workspaces.removeMember(world.workspaceId, world.author.objectId);
    });
    const [first, second] = accepted;
    if (first === undefined || second === undefined) throw new Error('Two imports were accepted.');
    expect(await world.run(first)).toBe('succeeded');
    world.directory.leave(group, world.author.objectId);
    expect(await world.run(second)).toBe('failed');
  });

  test('imports as a guest only where the tenant lets guests in and edit', async () => {
    world.directory.put(world.tenantId, { ...world.author, kind: 'guest' });
    await refused();
    const set = (name: TenantSettingName, isOn: boolean) =>
      world.metadata.write(world.tenantId, undefined, ({ settings }) =>
        settings.save({ name, isOn, onlyFor: [], exceptFor: [] }),
      );
    await set('guestEditing', true);
    expect(await world.run(await world.accepted())).toBe('succeeded');
    await set('guestAccess', false);
    expect(await world.run(await world.accepted())).toBe('failed');
  });
});

describe('what keeps an import only for now', () => {
  test('a directory that does not answer uses up no attempt', async () => {
    const row = await world.accepted();
    world.directory.setDown(true);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(world.run(row)).rejects.toMatchObject({ code: 'upstream-unavailable' });
    }
    world.directory.setDown(false);
    expect(await world.run(row)).toBe('succeeded');
    expect((await world.found(row))?.attempts).toBe(1);
  });

  test('a cluster that is read-only for a moment fails no import', async () => {
    const row = await world.accepted();
    const { metadata } = world;
    const moment: Metadata = {
      ...metadata,
      write: (tenantId, act, work) =>
        act?.activity === 'CreateDataset'
          ? Promise.reject(new Fault('read-only', {}))
          : metadata.write(tenantId, act, work),
    };
    await expect(world.run(row, { metadata: moment })).rejects.toMatchObject({ code: 'read-only' });
    expect(await world.made()).toEqual(NOTHING);
    expect(await world.idle()).toEqual([row.id]);
    expect(await world.run(row)).toBe('succeeded');
  });

  test('a cluster that stays read-only lets the lease run out', async () => {
    const row = await world.accepted();
    const importer = memoryImporter();
    const during: FileImporter = {
      import: async (file, signal) => {
        await world.metadata.system.setReadOnly(true);
        return importer.import(file, signal);
      },
    };
    await expect(world.run(row, { importer: during })).rejects.toMatchObject({ code: 'read-only' });
    await expect(world.run(row)).rejects.toMatchObject({ code: 'read-only' });
    await world.metadata.system.setReadOnly(false);
    world.later(61);
    expect(await world.run(row)).toBe('succeeded');
  });
});

test('a run that was taken for dead and then fails leaves the import to who finished it', async () => {
  const row = await world.accepted();
  const slow: FileImporter = {
    import: async () => {
      world.later(61);
      expect(await world.run(row)).toBe('succeeded');
      throw new Fault('import-failed', { what: 'It is empty', advice: 'Add rows.' });
    },
  };
  expect(await world.run(row, { importer: slow })).toBe('not-mine');
  expect(await world.found(row)).toMatchObject({ state: 'Succeeded' });
  expect((await world.log()).filter(({ isSuccess }) => isSuccess === false)).toEqual([]);
});
