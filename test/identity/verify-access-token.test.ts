import { beforeAll, describe, expect, test } from 'vitest';
import { Fault } from '../../shared/domain/faults.ts';
import {
  type AccessTokenRules,
  type AccessTokenVerifier,
  createAccessTokenVerifier,
} from '../../shared/identity/verify-access-token.ts';
import * as fixture from './token-fixture.ts';
import {
  appOnly,
  asV1,
  bearer,
  type Claims,
  codeOf,
  delegated,
  newSigner,
  PERSON,
  SECONDS,
  type Signer,
} from './token-fixture.ts';

const FABRIC_ADMINISTRATOR = 'a9ea8996-122f-4c74-9520-8edcd192826c';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const OTHER_ROLE = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

let signer: Signer;
let rules: AccessTokenRules;
let verifier: AccessTokenVerifier;

beforeAll(async () => {
  signer = await newSigner('k1');
  rules = fixture.rulesOf(fixture.keysOf([signer]));
  verifier = createAccessTokenVerifier(rules);
});

const verify = async (claims: Claims, by = verifier) => (await by.verify(await bearer(signer, claims))).token;

describe('a verified access token', () => {
  test('I-26: names the person by tenant and object id, with the names beside them', async () => {
    expect(await verify(delegated)).toEqual({
      kind: 'user',
      tenantId: fixture.TENANT,
      objectId: PERSON,
      displayName: 'Ada',
      signInName: 'ada@contoso.example',
      isAdministrator: false,
      clientId: fixture.CLIENT,
      issuedAt: SECONDS - 10,
      expiresAt: SECONDS + 3600,
      takesChallenges: false,
    });
  });

  test('I-21, I-31: of version 1 says the same by its own names', async () => {
    expect(await verify({ ...delegated, ...asV1 })).toEqual(await verify(delegated));
  });

  test('I-22: is for the API by its application id, and in version 1 by its application id URI too', async () => {
    const uri = { aud: fixture.API_URI };
    expect(await codeOf(verify({ ...delegated, ...asV1, ...uri }))).toBe('accepted');
    expect(await codeOf(verify({ ...delegated, ...uri }))).toBe('token-invalid');
  });

  test('I-25: of an application is a service, by `idtyp` or by its subject, and has no sign-in name', async () => {
    const named = { ...appOnly, app_displayname: 'Nightly', upn: 'somebody@contoso.example' };
    expect(await verify(named)).toMatchObject({ kind: 'service', displayName: 'Nightly', signInName: '' });
    expect(await verify({ ...appOnly, idtyp: undefined })).toMatchObject({ kind: 'service' });
  });

  test.each<[string, Claims, string]>([
    ['no role', { roles: undefined }, 'scope-missing'],
    ['another role', { roles: ['Tenant.Read.All'] }, 'scope-missing'],
    ['the role in another spelling', { roles: ['tenant.automation'] }, 'scope-missing'],
    ['the role as a text', { roles: 'Tenant.Automation' }, 'token-invalid'],
    ['a scope', { scp: 'user_impersonation' }, 'token-invalid'],
  ])('I-25: of an application with %s is refused', async (_, change, expected) => {
    expect(await codeOf(verify({ ...appOnly, ...change }))).toBe(expected);
  });

  test.each<[string, Claims]>([
    ['no scope', { scp: undefined }],
    ['no scope but the role of an application', { scp: undefined, roles: ['Tenant.Automation'] }],
    [
      'no scope, the role, and `idtyp` user',
      { scp: undefined, roles: ['Tenant.Automation'], idtyp: 'user', sub: PERSON },
    ],
  ])('I-25: of a person with %s is refused', async (_, change) => {
    expect(await codeOf(verify({ ...delegated, ...change }))).toBe('token-invalid');
  });

  test.each(['profile email', 'not_user_impersonation', 'USER_IMPERSONATION', ''])(
    'I-25: of a person with the scope "%s" is refused',
    async (scp) => {
      expect(await codeOf(verify({ ...delegated, scp }))).toBe('scope-missing');
    },
  );

  test('I-27: is taken from any client, or only from those that are listed', async () => {
    const listed = (client: string) => createAccessTokenVerifier({ ...rules, clients: [client] });
    expect(await codeOf(verify(delegated, listed(fixture.CLIENT.toUpperCase())))).toBe('accepted');
    expect(await codeOf(verify(delegated, listed(fixture.API)))).toBe('token-invalid');
    expect(await codeOf(verify({ ...delegated, ...asV1 }, listed(fixture.API)))).toBe('token-invalid');
  });

  test.each<[string, boolean, Claims]>([
    ['the Fabric administrator', true, { wids: [OTHER_ROLE, FABRIC_ADMINISTRATOR] }],
    ['the Global administrator', true, { wids: [GLOBAL_ADMINISTRATOR.toUpperCase()] }],
    ['another directory role', false, { wids: [OTHER_ROLE] }],
    ['no directory role', false, {}],
    ['roles of the application that look like it', false, { roles: [FABRIC_ADMINISTRATOR] }],
  ])('makes an administrator of %s: %s', async (_, expected, change) => {
    expect(await verify({ ...delegated, ...change })).toMatchObject({ isAdministrator: expected });
  });

  test('never makes an administrator of an application', async () => {
    expect(await verify({ ...appOnly, wids: [GLOBAL_ADMINISTRATOR] })).toMatchObject({ isAdministrator: false });
  });

  test.each<[unknown, boolean]>([
    [['cp1'], true],
    [['other', 'CP1'], true],
    ['Cp1', true],
    [['cp10'], false],
    [[], false],
    [undefined, false],
  ])('with xms_cc %j takes challenges: %s', async (xms_cc, expected) => {
    expect(await verify({ ...delegated, xms_cc })).toMatchObject({ takesChallenges: expected });
  });

  test.each<[string, string, Claims]>([
    ['the UPN before other names', 'ada@up.example', { upn: 'ada@up.example' }],
    ["a guest's UPN in its own form", 'bob_b.example#EXT#@c.example', { upn: 'bob_b.example#EXT#@c.example', acct: 1 }],
    ['nothing for a guest without a UPN, by acct', '', { acct: 1, preferred_username: 'ceo@contoso.example' }],
    ['nothing for a guest without a UPN, by idp', '', { idp: `https://sts.windows.net/${fixture.OTHER_TENANT}/` }],
    [
      'the other name where idp is the own tenant',
      'ada@contoso.example',
      { idp: `https://sts.windows.net/${fixture.TENANT}/` },
    ],
  ])('I-28, A26: has as sign-in name %s', async (_, expected, change) => {
    expect(await verify({ ...delegated, ...change })).toMatchObject({ signInName: expected });
  });

  test('I-29: says nothing of groups, neither those in it nor where to ask for them', async () => {
    const overage = {
      groups: [fixture.API],
      hasgroups: true,
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://evil.example/groups' } },
    };
    expect(await verify({ ...delegated, ...overage })).toEqual(await verify(delegated));
  });

  test('A02, A03: two people with one name and one e-mail are two people', async () => {
    const namesake = { ...delegated, oid: fixture.API, email: 'ada@contoso.example' };
    expect((await verify(namesake)).objectId).not.toBe((await verify(delegated)).objectId);
  });
});

describe('what was verified before', () => {
  test('I-24: is refused once its tenant is no longer known', async () => {
    let isKnown = true;
    const changing = createAccessTokenVerifier({ ...rules, isKnownTenant: async () => isKnown });
    expect(await codeOf(verify(delegated, changing))).toBe('accepted');
    isKnown = false;
    expect(await codeOf(verify(delegated, changing))).toBe('tenant-unknown');
  });

  test('is not verified again until it is forgotten, and is refused once its key is withdrawn', async () => {
    const header = await bearer(signer, delegated);
    let key = (await rules.keys('k1'))?.key;
    let reads = 0;
    const withKey = createAccessTokenVerifier({
      ...rules,
      keys: async () => (key === undefined ? undefined : { key, issuer: undefined }),
      get audiences() {
        reads += 1;
        return rules.audiences;
      },
    });
    const first = await withKey.verify(header);
    expect((await withKey.verify(header)).token).toBe(first.token);
    expect(reads).toBe(1);
    first.forget();
    expect((await withKey.verify(header)).token).not.toBe(first.token);
    expect(reads).toBe(2);
    key = undefined;
    expect(await codeOf(withKey.verify(header))).toBe('token-invalid');
  });

  test('A20: is refused as expired when its time is over', async () => {
    let now = fixture.NOW;
    const aging = createAccessTokenVerifier({ ...rules, now: () => now });
    const header = await bearer(signer, delegated);
    expect(await codeOf(aging.verify(header))).toBe('accepted');
    now = new Date(fixture.NOW.getTime() + 3661_000);
    expect(await codeOf(aging.verify(header))).toBe('token-expired');
  });

  test('is no reason to blame the token where the keys cannot be had', async () => {
    const trouble = new Fault('upstream-unavailable', { role: 'identity provider' });
    const cut = createAccessTokenVerifier({ ...rules, keys: () => Promise.reject(trouble) });
    expect(await codeOf(verify(delegated, cut))).toBe('upstream-unavailable');
  });
});
