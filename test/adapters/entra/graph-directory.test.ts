import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { API_APP_ID, CONTOSO, FABRIKAM } from '../../../dev/idp/sample-directory.ts';
import { createGraphDirectory } from '../../../shared/adapters/entra/graph-directory.ts';
import { type ObjectId, parseId, type TenantId } from '../../../shared/domain/ids.ts';
import type { Directory } from '../../../shared/identity/ports.ts';
import { type Provider, startProvider } from '../../dev/idp/provider-fixture.ts';

/** The adapter against the local stand-in of Graph, with real tokens. */
let provider: Provider;
let directory: Directory;
const asked: string[] = [];

beforeEach(async () => {
  provider = await startProvider();
  asked.length = 0;
  directory = createGraphDirectory({
    graphUrl: provider.graphUrl,
    tokenEndpoint: `${provider.url}/{tenantid}/oauth2/v2.0/token`,
    clientId: API_APP_ID,
    identityToken: (audience) => provider.identityToken('gateway', audience),
    inviteRedirectUrl: 'http://localhost:8080',
    now: () => new Date(),
    fetch: (url, init) => {
      asked.push(String(url));
      return fetch(url, init);
    },
  });
});
afterEach(() => provider.close());

function tenantOf(text: string): TenantId {
  const id = parseId<TenantId>(text);
  if (id === undefined) throw new Error('no id');
  return id;
}
function objectOf(text: string): ObjectId {
  const id = parseId<ObjectId>(text);
  if (id === undefined) throw new Error('no id');
  return id;
}
const contoso = tenantOf(CONTOSO.tenantId);
const fabrikam = tenantOf(FABRIKAM.tenantId);
const id = (suffix: string) => objectOf(`c0470500-0000-4000-8000-0000000000${suffix}`);

describe('an account', () => {
  test.each([
    ['a person', '02', { kind: 'user', displayName: 'Tomas Berg', signInName: 'author@contoso.example' }],
    ['a guest', '07', { kind: 'guest', signInName: 'guest_partner.example#EXT#@contoso.example' }],
    ['an application', 'c2', { kind: 'service', displayName: 'contoso-automation', signInName: '' }],
  ])('of %s', async (_what, suffix, wanted) => {
    const account = await directory.account(contoso, id(suffix));
    expect(account).toMatchObject({ ...wanted, objectId: id(suffix), isEnabled: true });
  });

  test('is undefined where the tenant has none, and for a group', async () => {
    expect(await directory.account(contoso, id('ff'))).toBeUndefined();
    expect(await directory.account(contoso, id('d1'))).toBeUndefined();
    expect(await directory.account(fabrikam, id('02'))).toBeUndefined();
  });

  test('says at once that it was disabled, and since when its sessions are valid', async () => {
    provider.directory.changeUser(id('02'), { isEnabled: false, sessionsValidFrom: '2031-05-06T07:08:09Z' });
    expect(await directory.account(contoso, id('02'))).toMatchObject({
      isEnabled: false,
      sessionsValidFrom: '2031-05-06T07:08:09Z',
    });
  });
});

describe('I-29: groups are asked of Graph', () => {
  test('through other groups too, for people and applications', async () => {
    expect((await directory.groupsOf(contoso, id('05'))).toSorted()).toEqual([id('d2'), id('d3')]);
    expect(await directory.groupsOf(contoso, id('c2'))).toEqual([id('d4')]);
    expect(await directory.groupsOf(contoso, id('ff'))).toEqual([]);
  });

  test('and a member who leaves is out at the next call', async () => {
    provider.directory.setMembers(id('d3'), []);
    expect(await directory.groupsOf(contoso, id('05'))).toEqual([]);
  });
});

describe('finding', () => {
  test.each([
    ['02', 'user'],
    ['07', 'guest'],
    ['d2', 'group'],
    ['c2', 'service'],
  ])('%s by id as %s', async (suffix, kind) => {
    expect(await directory.find(contoso, id(suffix))).toMatchObject({ objectId: id(suffix), kind });
    expect(await directory.find(fabrikam, id(suffix))).toBeUndefined();
  });

  test.each([
    ['AUTHOR@contoso.example', '02'],
    [' author@contoso.example ', '02'],
    ['guest@partner.example', '07'],
    ['guest_partner.example#EXT#@contoso.example', '07'],
    ['analysts@contoso.example', 'd1'],
  ])('%s by name or address', async (name, suffix) => {
    expect((await directory.findByName(contoso, name))?.objectId).toBe(id(suffix));
  });

  test.each([
    '',
    'Tomas Berg',
    "x' or startswith(mail,'a",
    "' or userPrincipalName eq 'author@contoso.example",
    'a'.repeat(300),
  ])('nobody by "%s"', async (name) => expect(await directory.findByName(contoso, name)).toBeUndefined());

  test('nobody by an address that several have, unless it is one’s sign-in name', async () => {
    provider.directory.changeUser(id('03'), { mail: 'viewer@contoso.example' });
    provider.directory.changeUser(id('05'), { mail: 'guest@partner.example' });
    expect((await directory.findByName(contoso, 'viewer@contoso.example'))?.objectId).toBe(id('04'));
    expect(await directory.findByName(contoso, 'guest@partner.example')).toBeUndefined();
  });
});

describe('search', () => {
  const names = async (text: string, limit = 10) =>
    (await directory.search(contoso, text, limit)).map((one) => one.displayName);

  test('lists people, then groups, then applications', async () => {
    provider.directory.changeUser(id('01'), { displayName: 'Contessa Moreau' });
    expect(await names('cont')).toEqual([
      'Contessa Moreau',
      'Contoso Analysts',
      'Contoso Viewers',
      'Contoso Automation',
      'contoso-automation',
    ]);
    expect(await names('cont', 2)).toEqual(['Contessa Moreau', 'Contoso Analysts']);
  });

  test('takes any text as text', async () => {
    provider.directory.changeUser(id('03'), { displayName: "O'Hara & Söhne #1" });
    expect(await names("o'hara & söhne #")).toEqual(["O'Hara & Söhne #1"]);
    expect(await names("') or startswith(displayName,'t")).toEqual([]);
    expect(await names('  ')).toEqual([]);
  });
});

describe('inviting', () => {
  test('makes a guest who is found from then on', async () => {
    const guest = await directory.invite(contoso, 'pia@partner.example');
    expect(guest).toMatchObject({ kind: 'guest', signInName: 'pia_partner.example#EXT#@contoso.example' });
    expect(await directory.findByName(contoso, 'pia@partner.example')).toEqual(guest);
  });

  test('an address that the directory does not take is the caller’s fault', async () => {
    await expect(directory.invite(contoso, 'no address')).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

test('I-41: one token serves all calls in a tenant, and each tenant has its own', async () => {
  await Promise.all([directory.account(contoso, id('02')), directory.groupsOf(contoso, id('02'))]);
  await directory.account(fabrikam, objectOf('fab21ca0-0000-4000-8000-000000000001'));
  const tokenCalls = asked.filter((url) => url.endsWith('/token'));
  expect(tokenCalls).toEqual(
    [CONTOSO, FABRIKAM].map(({ tenantId }) => `${provider.url}/${tenantId}/oauth2/v2.0/token`),
  );
});
