import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';
import { StackFailure } from './stack-failure.ts';

/** One process that the stack started. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
  /** Ends it as a power cut would: it does not learn of it. */
  kill(): Promise<void>;
};

/** How a process is started. `env` is all that it gets beside a few names of the system's. */
export type ChildSpec = {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/** What the stack is told about its processes. */
export type ChildWatch = {
  readonly log: (text: string) => void;
  /** The process ended though nobody had stopped it. */
  readonly onCrash: (message: string) => void;
  /** Gives the start up: the process is stopped. */
  readonly signal: AbortSignal;
};

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), port: z.number() }),
  z.object({ kind: z.literal('failed'), message: z.string().default('it did not say why.') }),
]);

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5000;
const TAIL_LINES = 12;
const INHERITED = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LANG',
  'TZ',
  'NODE_COMPILE_CACHE',
];

function inherited(): Record<string, string> {
  const pairs = INHERITED.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function hasEnded(process: ChildProcess): boolean {
  return process.exitCode !== null || process.signalCode !== null;
}

function stopProcess(process: ChildProcess): Promise<void> {
  if (hasEnded(process)) return Promise.resolve();
  return new Promise((done) => {
    const hurry = setTimeout(() => process.kill('SIGKILL'), STOP_LIMIT_MS);
    process.once('exit', () => {
      clearTimeout(hurry);
      done();
    });
    if (process.connected) process.disconnect();
    else process.kill('SIGTERM');
  });
}

function killProcess(process: ChildProcess): Promise<void> {
  if (hasEnded(process)) return Promise.resolve();
  return new Promise((done) => {
    process.once('exit', () => done());
    process.kill('SIGKILL');
  });
}

/** Starts a process and waits until it says over IPC that it serves, or why it does not. */
export function startChild(spec: ChildSpec, watch: ChildWatch): Promise<Child> {
  const tail: string[] = [];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', spec.file], {
    cwd: spec.cwd,
    env: { ...inherited(), ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own group: what a terminal sends reaches the stack alone, which then decides when each part goes.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const note = (chunk: Buffer): void => {
    for (const line of chunk.toString('utf8').split('\n')) {
      if (line.trim() === '') continue;
      watch.log(`[${spec.name}] ${line}`);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    }
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const said = (): string => (tail.length === 0 ? '' : `\nIts last words:\n  ${tail.join('\n  ')}`);

  return new Promise((resolve, reject) => {
    let stopping = false;
    let settled = false;
    const fail = (message: string): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      stopping = true;
      void stopProcess(child).then(() => reject(new StackFailure(message)));
    };
    watch.signal.addEventListener('abort', () => fail(`${spec.name} was given up.`), { once: true });
    const limit = setTimeout(() => fail(`${spec.name} was not ready within a minute.${said()}`), START_LIMIT_MS);
    if (watch.signal.aborted) fail(`${spec.name} was given up.`);
    child.once('error', (error) => fail(`${spec.name} could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : signal;
      if (!settled) fail(`${spec.name} ended before it was ready (${how}).${said()}`);
      else if (!stopping) watch.onCrash(`${spec.name} has stopped by itself (${how}).${said()}`);
    });
    child.on('message', (raw) => {
      const message = Message.safeParse(raw);
      if (!message.success || settled) return;
      if (message.data.kind === 'failed') {
        fail(`${spec.name} could not start: ${message.data.message}${said()}`);
        return;
      }
      settled = true;
      clearTimeout(limit);
      resolve({
        name: spec.name,
        pid: child.pid ?? 0,
        port: message.data.port,
        stop() {
          stopping = true;
          return stopProcess(child);
        },
        kill() {
          stopping = true;
          return killProcess(child);
        },
      });
    });
  });
}
