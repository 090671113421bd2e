import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authoriseWorkspace } from '../../shared/access/authorise.ts';
import type { Metadata, Once } from '../../shared/catalog/ports.ts';
import { deleteWorkspace, listMembers, removeMember, setMember } from '../../shared/catalog/workspaces.ts';
import type { WorkspaceGrant } from '../../shared/domain/grants.ts';
import { newId, type ObjectId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { createGreeter } from '../../shared/identity/greet-person.ts';
import { AT, openMetadata, person, workspace } from './sample-tenant.ts';

const TENANT = newId<TenantId>();

let metadata: Metadata;
let admin: Caller;
let member: Caller;
let automation: Caller;
beforeAll(async () => {
  metadata = await openMetadata();
  admin = await person(metadata, TENANT, 'Admin');
  member = await person(metadata, TENANT, 'Member');
  automation = {
    ...admin,
    kind: 'service',
    objectId: newId<ObjectId>(),
    displayName: 'automation',
    signInName: '',
    effectiveUserName: '',
  };
  await createGreeter(metadata, () => new Date(AT))(automation);
});
afterAll(() => metadata.close());

const once = (): Once => ({ id: crypto.randomUUID(), expiresAt: AT });
const grantOf = (caller: Caller, id: WorkspaceId): Promise<WorkspaceGrant> =>
  metadata.read(TENANT, (stores) => authoriseWorkspace(stores, caller, 'Member', id));
const rolesIn = async (grant: WorkspaceGrant) => {
  const members = await metadata.read(TENANT, (stores) => listMembers(stores, grant));
  return Object.fromEntries(members.map(({ member: { principalId, role } }) => [principalId, role]));
};

describe('who has a role in a workspace', () => {
  test('is named by id or by sign-in name, an application by its id', async () => {
    const grant = await grantOf(admin, await workspace(metadata, admin));
    await setMember(metadata, grant, { principal: ' MEMBER@contoso.example ', role: 'Viewer' }, once());
    await setMember(metadata, grant, { principal: automation.objectId, role: 'Contributor' }, once());
    expect(await rolesIn(grant)).toEqual({
      [admin.objectId]: 'Admin',
      [member.objectId]: 'Viewer',
      [automation.objectId]: 'Contributor',
    });
  });

  test.each(['', ' ', '\u3000'])(
    'is not an application without a sign-in name for the name "%s"',
    async (principal) => {
      const grant = await grantOf(admin, await workspace(metadata, admin, [[automation, 'Viewer']]));
      await expect(setMember(metadata, grant, { principal, role: 'Admin' }, once())).rejects.toMatchObject({
        code: 'request-invalid',
      });
      await expect(removeMember(metadata, grant, principal, once())).rejects.toMatchObject({ code: 'request-invalid' });
      expect((await rolesIn(grant))[automation.objectId]).toBe('Viewer');
    },
  );

  test('cannot be changed by a Member where it is Admin, and the last Admin stays', async () => {
    const id = await workspace(metadata, admin, [[member, 'Member']]);
    const asMember = await grantOf(member, id);
    for (const change of [
      setMember(metadata, asMember, { principal: member.objectId, role: 'Admin' }, once()),
      setMember(metadata, asMember, { principal: admin.objectId, role: 'Viewer' }, once()),
      removeMember(metadata, asMember, admin.objectId, once()),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'not-permitted' });
    }
    const asAdmin = await grantOf(admin, id);
    await expect(removeMember(metadata, asAdmin, admin.objectId, once())).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });

  test('is not found where the workspace was deleted after the right was checked', async () => {
    const grant = await grantOf(admin, await workspace(metadata, admin));
    await deleteWorkspace(metadata, grant, once());
    const change = { principal: member.objectId, role: 'Viewer' } as const;
    await expect(setMember(metadata, grant, change, once())).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleteWorkspace(metadata, grant, once())).rejects.toMatchObject({ code: 'not-found' });
  });
});
