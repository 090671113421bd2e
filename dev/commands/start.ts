import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuilt } from '../build/ensure-built.ts';
import { config } from '../config.ts';
import { FUNCTIONS_HOME, functionsSettings } from '../stack/functions-settings.ts';
import { sqlServerOf } from '../stack/sql-server.ts';
import { STACK_PORTS } from '../stack/stack-addresses.ts';
import { StackFailure } from '../stack/stack-failure.ts';
import { regionControl, type Stack, type StackOptions, startStack } from '../stack/start-stack.ts';
import { openLog } from './open-log.ts';
import { createProgress, type Progress } from './progress.ts';
import { readStartOptions, type StartOptions } from './start-options.ts';

/** Aborts when the person at the terminal, the system, or the death of who started us asks for the end. */
function askedToStop(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.abort());
  process.once('disconnect', () => asked.abort());
  if (process.send !== undefined && !process.connected) asked.abort();
  return asked.signal;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function provision(stack: Stack, log: (text: string) => void): Promise<void> {
  const { provisionSamples } = await import('../samples/provision-samples.ts');
  await provisionSamples({ wellKnown: stack.wellKnown, home: stack.home, log });
}

async function whenRolesAnswer(stack: Stack, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const answer = await fetch(stack.wellKnown).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await pause(2000, undefined, { signal: stop }).catch(() => undefined);
  }
}

function howToLose({ home }: Stack): string {
  const call = `curl --unix-socket ${regionControl(home)}`;
  return [
    'Two regions run. Contoso is at home in the first, Fabrikam in the second.',
    `  what runs:            ${call} http://stack/`,
    `  lose the first:       ${call} -X POST http://stack/first/kill`,
    `  and have it back:     ${call} -X POST http://stack/first/revive`,
  ].join('\n');
}

/** What is done once everything is up; `progress` shows a step of it. */
type Announce = (stack: Stack, stop: AbortSignal, progress: Progress) => Promise<void>;
type Ending = { readonly kind: 'asked' } | { readonly kind: 'crashed'; readonly message: string };

/** What differs between the commands that run a stack. With programs of its own nothing is built. */
export type StackCommand = {
  readonly roles: StackOptions['roles'];
  readonly programs?: NonNullable<StackOptions['programs']>;
  readonly announce: Announce;
} & Partial<StartOptions>;

async function runUntilEnd(stack: Stack, stop: AbortSignal, announce: () => Promise<void>): Promise<Ending> {
  const crashed = new Promise<Ending>((resolve) => {
    stack.onExit((message) => {
      if (message !== undefined) resolve({ kind: 'crashed', message });
    });
  });
  const failed = new Promise<Ending>((resolve, reject) => {
    announce().catch(async (error: unknown) => {
      // A part that crashed explains more than the call that failed because of it, and is told first.
      await stack.stop();
      if (stop.aborted) resolve({ kind: 'asked' });
      else reject(error);
    });
  });
  const asked = aborted(stop).then((): Ending => ({ kind: 'asked' }));
  try {
    return await Promise.race([asked, crashed, failed]);
  } finally {
    await stack.stop();
  }
}

/** Runs a stack until it is asked to stop (exit code 0), or until a part of it fails (1). */
export async function runStack({ roles, programs, announce, ...regions }: StackCommand): Promise<number> {
  const settings = config.commands();
  const stop = askedToStop();
  const progress = createProgress(process.stderr);
  if (programs === undefined) await ensureBuilt({ force: false, log: (line) => progress.line(line) });
  const sql = sqlServerOf(settings);
  const log = openLog(settings.home);
  let stack: Stack;
  try {
    stack = await startStack({
      home: settings.home,
      port: settings.port,
      ...(settings.httpsPort === undefined ? {} : { httpsPort: settings.httpsPort }),
      roles,
      ...regions,
      startedAt: settings.startedAt,
      signal: stop,
      log: log.write,
      progress: (text, done, of) => progress.step(text, done, of),
      ...(programs === undefined ? {} : { programs }),
      ...(roles === 'none' ? { fixedPorts: STACK_PORTS } : {}),
      ...(sql === undefined ? {} : { sql }),
    });
  } catch (error) {
    if (stop.aborted) return 0;
    throw error;
  } finally {
    progress.end();
  }
  const ending = await runUntilEnd(stack, stop, () => announce(stack, stop, progress));
  if (ending.kind === 'asked') return 0;
  console.error(`${ending.message}\nEverything else was stopped. The whole log: ${log.file}`);
  return 1;
}

/** Provisions the samples, then prints the line that says the stack is ready. */
export const announceReady: Announce = async (stack, _stop, progress) => {
  const all = stack.processes.length;
  const log = (text: string) => progress.step(text, all, all);
  log('looking after the sample content');
  await stack.timings.measure('sample content', () => provision(stack, log));
  progress.end();
  if (config.commands().showTimings) console.error(stack.timings.report());
  if (stack.regions.length === 2) console.error(howToLose(stack));
  console.log(`Azimuth is ready: ${stack.url}`);
};

/** `npm start`: the whole product, on one public port, until it is asked to stop; in two regions where it is told so. */
export async function start(args: readonly string[]): Promise<number> {
  return runStack({ roles: 'processes', announce: announceReady, ...readStartOptions(args) });
}

/** Where `func start` finds the stack in another place than local.settings.json says, the settings that tell it. */
function printOtherSettings(stack: Stack): void {
  const here = functionsSettings(stack.home, stack.ports.public, stack.ports.https).Values;
  const file = functionsSettings().Values;
  const other = Object.entries(here).filter(([name, value]) => file[name] !== value);
  const isElsewhere =
    stack.home !== resolve(FUNCTIONS_HOME) ||
    ['AZIMUTH_PUBLIC_URL', 'AZIMUTH_SIGN_IN'].some((name) => file[name] !== here[name]);
  if (!isElsewhere) return;
  console.log('local.settings.json is for another port or folder; start func with these in its environment:');
  for (const [name, value] of other) console.log(`  export ${name}='${value}'`);
}

/** `npm run stack`: everything but the roles, which `func start` serves beside it. */
export async function stack(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new StackFailure(`'npm run stack' takes no ${args.join(' ')}: it has one region.`);
  return runStack({
    roles: 'none',
    announce: async (running, stop, progress) => {
      printOtherSettings(running);
      console.log(`The stack is ready: ${running.url} answers once 'func start' runs beside it, in this folder.`);
      await whenRolesAnswer(running, stop);
      if (!stop.aborted) await announceReady(running, stop, progress);
    },
  });
}
