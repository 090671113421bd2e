import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../functions/internal-hop.ts';
import { adminOperations } from '../../functions/presentation/admin-operations.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { authorise } from '../../shared/access/authorise.ts';
import { TenantSettingsShape } from '../../shared/contract/azimuth.ts';
import { newId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { TenantStanding } from '../../shared/domain/rights.ts';
import { TENANT_SETTINGS } from '../../shared/domain/tenant-settings.ts';
import { AT, actOf } from '../catalog/sample-tenant.ts';
import { openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
let administrator: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  administrator = await world.somebody('Boss', { isAdministrator: true });
});
afterAll(() => world.metadata.close());

type Operation = keyof typeof adminOperations;
const call = async (
  operation: Operation,
  parameters: Record<string, string>,
  body: unknown,
  caller = administrator,
  standing: TenantStanding = 'administrator',
) => {
  const need = { kind: 'tenant', standing } as const;
  const grant = await world.metadata.read(world.tenantId, (stores) => authorise(stores, caller, need, {}));
  const activity = operation === 'azimuth-sessions-revoke' ? 'RevokeSessions' : 'UpdatedAdminFeatureSwitch';
  const act = actOf(caller, activity);
  const request = { caller, grant, parameters, body, act } as unknown as Call;
  const answer = await adminOperations[operation](world.deps as PresentationDeps, request);
  return { answer: await answer.json(), requestId: act.by.requestId };
};

describe('tenant settings', () => {
  test('H-13: are all listed with what holds until somebody sets them', async () => {
    const { answer } = await call('azimuth-tenant-settings-list', {}, undefined);
    const listed = TenantSettingsShape.parse(answer).settings.map(({ name, isOn }) => [name, isOn]);
    expect(listed).toEqual(Object.entries(TENANT_SETTINGS).map(([name, { isOn }]) => [name, isOn]));
  });

  test('are set for groups of the directory, named again in the list, and logged', async () => {
    const team = world.group('Automation');
    const body = { isOn: true, onlyFor: [team.objectId] };
    const { answer, requestId } = await call('azimuth-tenant-settings-set', { settingName: 'servicePrincipals' }, body);
    expect(answer).toMatchObject({ name: 'servicePrincipals', isOn: true, onlyFor: [{ displayName: 'Automation' }] });
    expect(await world.events(requestId)).toMatchObject([
      { activity: 'UpdatedAdminFeatureSwitch', detail: expect.stringContaining(team.objectId) },
    ]);
  });

  test('refuse what is no group of the directory, and a name that is none', async () => {
    for (const id of [world.by.Admin.objectId, newId()]) {
      const attempt = call('azimuth-tenant-settings-set', { settingName: 'export' }, { isOn: true, exceptFor: [id] });
      await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
    }
    for (const settingName of ['Export', '__proto__', 'constructor', '']) {
      const attempt = call('azimuth-tenant-settings-set', { settingName }, { isOn: true });
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  test('refuse who is no administrator, whatever let them come here', async () => {
    const attempt = call(
      'azimuth-tenant-settings-set',
      { settingName: 'export' },
      { isOn: false },
      world.by.Admin,
      'member',
    );
    await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
  });
});

describe('ending the sessions of somebody', () => {
  test('keeps the moment, moves the epoch and is logged', async () => {
    const person = await world.somebody('Ended');
    const state = () => world.metadata.read(world.tenantId, ({ security }) => security.state());
    const before = await state();
    const { answer, requestId } = await call('azimuth-sessions-revoke', { userId: person.objectId }, undefined);
    const validFrom = new Date(Date.parse(AT) + 1000).toISOString();
    expect(answer).toEqual({ validFrom });
    const kept = await world.metadata.read(world.tenantId, ({ security }) =>
      security.sessionsValidFrom(person.objectId),
    );
    expect(kept).toBe(validFrom);
    expect((await state()).epoch).toBeGreaterThan(before.epoch);
    expect(await world.events(requestId)).toMatchObject([
      { activity: 'RevokeSessions', recipients: [{ objectId: person.objectId }] },
    ]);
  });

  test('finds only accounts of the own tenant', async () => {
    for (const userId of [newId(), world.group('NoAccount').objectId, 'me', '']) {
      const attempt = call('azimuth-sessions-revoke', { userId }, undefined);
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});

test('a trial of mapping rules says which fired, for the own name where none is given', async () => {
  const rules = [
    { replace: '@fabrikam.example', with: '@x' },
    { replace: '@contoso.example', with: '@contoso.local' },
  ];
  const own = await call('azimuth-user-name-test', {}, { rules });
  expect(own.answer).toEqual({ input: 'boss@contoso.example', output: 'boss@contoso.local', firedRule: 1 });
  const none = await call('azimuth-user-name-test', {}, { userName: 'ann@partner.example', rules });
  expect(none.answer).toEqual({ input: 'ann@partner.example', output: 'ann@partner.example', firedRule: null });
});
