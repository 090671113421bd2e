import { afterEach, expect, test, vi } from 'vitest';
import { migrate } from '../../dev/commands/migrate.ts';
import { readMigrationOrder } from '../../dev/infra/migration-order.ts';

const SERVER = 'sql-abc.database.windows.net';
const ARGS = ['--server', SERVER, '--database', 'azimuth-home'];
const said: string[] = [];
vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
afterEach(() => void said.splice(0));

test('the command says which database it brought up to date, and with what', async () => {
  const asked: unknown[] = [];
  const code = await migrate(ARGS, async (target) => {
    asked.push(target);
    return ['0001', '0002'];
  });
  expect([code, asked, said]).toEqual([
    0,
    [{ server: SERVER, database: 'azimuth-home' }],
    [`azimuth-home on ${SERVER} now has 0001, 0002.`],
  ]);
  expect(await migrate(ARGS, async () => [])).toBe(0);
  expect(said.at(-1)).toContain('already');
});

test('a migration that fails ends with 1 and all its reasons', async () => {
  const cause = new Error('permission was denied');
  expect(await migrate(ARGS, () => Promise.reject(new Error('could not be applied', { cause })))).toBe(1);
  expect(said.join()).toContain('could not be applied');
  expect(said.join()).toContain('because: permission was denied');
});

test.each([
  ['nothing', [], '--server must be'],
  ['no database', ['--server', SERVER], '--database is missing'],
  ['an address', ['--server', `https://${SERVER}`, '--database', 'x'], '--server must be'],
  ['a connection string', ['--server', 'a.b;Password=x', '--database', 'x'], '--server must be'],
  ['a password', [...ARGS, '--password', 'x'], "'--password'"],
  ['a further word', [...ARGS, 'now'], "'now'"],
])('the command refuses %s, touches nothing and shows how it is called', async (_, args, what) => {
  let isTouched = false;
  const code = await migrate(args, async () => {
    isTouched = true;
    return [];
  });
  expect([code, isTouched]).toEqual([2, false]);
  expect(said.join()).toContain(what);
  expect(said.join()).toContain('Usage: npm run migrate');
  expect(readMigrationOrder(args).kind).toBe('refused');
});
