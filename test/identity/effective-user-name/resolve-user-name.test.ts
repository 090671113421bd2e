import { describe, expect, test } from 'vitest';
import {
  type AccountOutcome,
  type DirectoryOutcome,
  resolveUserName,
  type UserNameMapping,
} from '../../../shared/identity/effective-user-name/resolve-user-name.ts';

const NAME = 'dave@contoso.com';

/** A data source whose look-ups answer the same to everybody, and what they were asked. */
function source(
  directory: DirectoryOutcome | 'none',
  account: AccountOutcome = { kind: 'unknown' },
  rules: UserNameMapping['rules'] = [],
) {
  const asked: string[] = [];
  const mapping: UserNameMapping = {
    rules,
    ...(directory === 'none'
      ? {}
      : {
          directory: async (name) => {
            asked.push(`directory: ${name}`);
            return directory;
          },
        }),
    account: async (upn) => {
      asked.push(`account: ${upn}`);
      return account;
    },
  };
  return { mapping, asked };
}

const DAVE: AccountOutcome = { kind: 'found', domain: 'CONTOSO', user: 'dave' };

describe('the effective user name', () => {
  test('G-22: goes through rules, directory and domain, in this order', async () => {
    const { mapping, asked } = source({ kind: 'found', value: 'd.smith@corp.local' }, DAVE, [
      { replace: '@contoso.com', with: '@contoso.local' },
    ]);
    expect(await resolveUserName(mapping, NAME)).toEqual({
      kind: 'resolved',
      signInName: NAME,
      mapped: { output: 'dave@contoso.local', firedRule: 0 },
      directory: { kind: 'found', value: 'd.smith@corp.local' },
      upn: 'd.smith@corp.local',
      account: 'CONTOSO\\dave',
    });
    expect(asked).toEqual(['directory: dave@contoso.local', 'account: d.smith@corp.local']);
  });

  test('no rule fires: the name passes unchanged', async () => {
    const { mapping } = source('none', DAVE, [{ replace: 'fabrikam', with: 'x' }]);
    expect(await resolveUserName(mapping, NAME)).toMatchObject({
      kind: 'resolved',
      upn: NAME,
      mapped: { output: NAME, firedRule: undefined },
    });
  });

  test('G-24: the directory says not found: the name passes as it came', async () => {
    const { mapping, asked } = source({ kind: 'notFound' }, DAVE, [{ replace: '.com', with: '.local' }]);
    expect(await resolveUserName(mapping, NAME)).toMatchObject({ kind: 'resolved', upn: 'dave@contoso.local' });
    expect(asked).toEqual(['directory: dave@contoso.local', 'account: dave@contoso.local']);
  });

  test('the directory cannot be reached: refused, and the domain is not asked', async () => {
    const { mapping, asked } = source({ kind: 'unreachable' }, DAVE);
    expect(await resolveUserName(mapping, NAME)).toMatchObject({ kind: 'refused', why: 'directory-unreachable' });
    expect(asked).toEqual([`directory: ${NAME}`]);
  });

  test('G-22: the domain knows no such account: refused', async () => {
    const { mapping } = source({ kind: 'notFound' }, { kind: 'unknown' });
    expect(await resolveUserName(mapping, NAME)).toMatchObject({ kind: 'refused', why: 'account-unknown', upn: NAME });
  });

  test('the domain cannot be reached: refused', async () => {
    const { mapping } = source('none', { kind: 'unreachable' });
    expect(await resolveUserName(mapping, NAME)).toMatchObject({ kind: 'refused', why: 'account-unreachable' });
  });

  test.each<[string, string, UserNameMapping['rules'], DirectoryOutcome | 'none']>([
    ['of somebody without a sign-in name', '', [{ replace: '*', with: 'reader' }], 'none'],
    ['that is blank', ' \t', [], 'none'],
    ['of which a rule leaves nothing', 'dave', [{ replace: 'dave', with: '' }], { kind: 'found', value: 'x' }],
    ['for which the directory has an empty value', 'dave', [], { kind: 'found', value: ' ' }],
  ])('a name %s is refused: the source would act as the connecting account', async (_, name, rules, directory) => {
    const { mapping, asked } = source(directory, DAVE, rules);
    expect(await resolveUserName(mapping, name)).toMatchObject({ kind: 'refused', why: 'no-name' });
    expect(asked.filter((one) => one.startsWith('account'))).toEqual([]);
  });

  test.each([
    "dave'; EXEC xp_cmdshell('x');--",
    'dave;Roles=Admin;CustomData=x',
    'a</EffectiveUserName><EffectiveUserName>admin',
    '*)(objectClass=*',
    'dave\0@contoso.com',
    'ﾄﾞ𝒟ave@контосо.рф',
    'bob_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    ' padded@contoso.com ',
    '__proto__',
  ])('hostile and foreign names reach the look-ups as they are: %j', async (name) => {
    const { mapping, asked } = source({ kind: 'notFound' }, DAVE);
    expect(await resolveUserName(mapping, name)).toMatchObject({ kind: 'resolved', upn: name, signInName: name });
    expect(asked).toEqual([`directory: ${name}`, `account: ${name}`]);
  });

  test('a look-up that fails lets nobody through', async () => {
    const { mapping } = source('none');
    const broken = { ...mapping, directory: () => Promise.reject(new Error('a bug')) };
    await expect(resolveUserName(broken, NAME)).rejects.toThrow('a bug');
  });
});
