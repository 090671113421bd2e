import { SettingsProblem } from './config.ts';
import { StackFailure } from './stack/stack-failure.ts';

/** What `dev/enter.cjs` runs under Node 24: the first argument names the command. Each is loaded only when needed. */
type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  stack: async () => (await import('./commands/start.ts')).stack,
  build: async () => (await import('./commands/build.ts')).build,
  check: async () => (await import('./commands/check.ts')).check,
  test: async () => (await import('./commands/test.ts')).test,
  bench: async () => (await import('./commands/bench.ts')).bench,
  infra: async () => (await import('./commands/infra.ts')).infra,
  package: async () => (await import('./commands/package.ts')).packageRoles,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  roundtrip: async () => (await import('./commands/roundtrip.ts')).roundtrip,
  preflight: async () => (await import('./commands/preflight.ts')).preflight,
};

const [name = '', ...args] = process.argv.slice(2);
const load = COMMANDS[name];
if (load === undefined) {
  console.error(`There is no command '${name}'.`);
  process.exit(1);
}
try {
  const command = await load();
  process.exit(await command(args));
} catch (error) {
  const known = error instanceof StackFailure || error instanceof SettingsProblem;
  console.error(known ? error.message : error);
  process.exit(1);
}
