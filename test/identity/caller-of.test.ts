import { describe, expect, test } from 'vitest';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import { TENANT_SETTINGS, type TenantSetting, tenantSettings } from '../../shared/domain/tenant-settings.ts';
import { callerOf } from '../../shared/identity/caller-of.ts';
import type { AccessToken, Account } from '../../shared/identity/ports.ts';
import type { Standing } from '../../shared/identity/standing.ts';

const ME = newId<ObjectId>();
const GROUP = newId<ObjectId>();
const ISSUED = 1_780_000_000;
const token: AccessToken = {
  kind: 'user',
  tenantId: newId<TenantId>(),
  objectId: ME,
  displayName: 'Ada of the token',
  signInName: 'ada@contoso.example',
  isAdministrator: false,
  clientId: newId<ObjectId>(),
  issuedAt: ISSUED,
  expiresAt: ISSUED + 3600,
  takesChallenges: true,
};
const account: Account = {
  objectId: ME,
  displayName: 'Ada',
  signInName: 'ada@contoso.example',
  kind: 'user',
  isEnabled: true,
  sessionsValidFrom: undefined,
};
const set = (...settings: TenantSetting[]) => tenantSettings(settings);
const standing = (over: Partial<Standing> = {}): Standing => ({
  account,
  groupIds: [],
  settings: set(),
  sessionsValidFrom: undefined,
  ...over,
});
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const refusal = (over: Partial<Standing>, of: Partial<AccessToken> = {}): unknown => {
  try {
    callerOf({ ...token, ...of }, standing(over));
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('whoever holds a valid token', () => {
  test('is who the directory says, and acts at data sources as the signed token says', () => {
    const renamed: Account = { ...account, displayName: 'Ada King', signInName: 'king@contoso.example' };
    expect(callerOf(token, standing({ account: renamed, groupIds: [GROUP] }))).toMatchObject({
      kind: 'user',
      objectId: ME,
      displayName: 'Ada King',
      signInName: 'king@contoso.example',
      effectiveUserName: 'ada@contoso.example',
      groupIds: [GROUP],
      mayEdit: true,
    });
  });

  test('is refused where the directory has no such account, or has it disabled', () => {
    expect(refusal({ account: undefined })).toMatchObject({ code: 'session-revoked' });
    expect(refusal({ account: { ...account, isEnabled: false } })).toMatchObject({ code: 'session-revoked' });
  });

  test.each([
    ['a second before the revocation', ISSUED - 1, 'session-revoked'],
    ['in the second of the revocation, which may be before it', ISSUED, 'session-revoked'],
    ['after it', ISSUED + 1, undefined],
  ])('I-66: a token issued %s', (_, issuedAt, code) => {
    const thrown = refusal({ sessionsValidFrom: iso(ISSUED + 0.4) }, { issuedAt });
    expect(thrown === undefined ? undefined : thrown).toEqual(
      code === undefined ? undefined : expect.objectContaining({ code }),
    );
  });
});

describe('a tenant’s settings', () => {
  const off = (name: TenantSetting['name']): TenantSetting => ({ name, isOn: false, onlyFor: [], exceptFor: [] });
  const guest: Account = { ...account, kind: 'guest' };

  test('let guests in unless switched off, and let them look only unless switched on', () => {
    expect(callerOf(token, standing({ account: guest }))).toMatchObject({ kind: 'guest', mayEdit: false });
    const editing = set({ ...off('guestEditing'), isOn: true });
    expect(callerOf(token, standing({ account: guest, settings: editing }))).toMatchObject({ mayEdit: true });
    expect(refusal({ account: guest, settings: set(off('guestAccess')) })).toMatchObject({
      code: 'not-allowed-here',
      detail: { setting: TENANT_SETTINGS.guestAccess.title },
    });
  });

  test('let an application in only where they say so, and only members of the group that they name', () => {
    const service = { kind: 'service' as const };
    const application: Account = { ...account, kind: 'service', signInName: '' };
    expect(refusal({ account: application }, service)).toMatchObject({
      code: 'not-allowed-here',
      detail: { setting: TENANT_SETTINGS.servicePrincipals.title },
    });
    const forGroup = set({ ...off('servicePrincipals'), isOn: true, onlyFor: [GROUP] });
    expect(refusal({ account: application, settings: forGroup }, service)).toMatchObject({ code: 'not-allowed-here' });
    const inGroup = standing({ account: application, settings: forGroup, groupIds: [GROUP] });
    expect(callerOf({ ...token, ...service }, inGroup)).toMatchObject({ kind: 'service', effectiveUserName: '' });
    const excepted = set({ ...off('servicePrincipals'), isOn: true, exceptFor: [GROUP] });
    expect(refusal({ account: application, settings: excepted, groupIds: [GROUP] }, service)).toMatchObject({
      code: 'not-allowed-here',
    });
  });

  test('an administrator is a person of the tenant: no guest and no application', () => {
    const claims = { isAdministrator: true };
    expect(callerOf({ ...token, ...claims }, standing()).isAdministrator).toBe(true);
    expect(callerOf({ ...token, ...claims }, standing({ account: guest })).isAdministrator).toBe(false);
  });
});
