import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Stack } from '../../../dev/stack/start-stack.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const Registered = z.object({
  name: z.string(),
  trigger: z.object({
    type: z.string(),
    route: z.string().optional(),
    methods: z.array(z.string()).optional(),
    authLevel: z.string().optional(),
    schedule: z.string().optional(),
  }),
});
/** One function as the built entry registered it. */
export type Registered = z.infer<typeof Registered>;
const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('registered'), functions: z.array(Registered) }),
  z.object({ kind: z.literal('listening'), port: z.number() }),
]);

export type FunctionsApp = {
  readonly functions: readonly Registered[];
  stop(): Promise<void>;
};

/** The committed settings of `func start`, with this stack's ports and folder in place of the fixed ones. */
export function settingsFor(stack: Pick<Stack, 'home' | 'ports'>): Readonly<Record<string, string>> {
  const text = readFileSync(`${ROOT}/local.settings.json`, 'utf8');
  const { Values } = z.object({ Values: z.record(z.string(), z.string()) }).parse(JSON.parse(text));
  const { ports, home } = stack;
  const moved: readonly (readonly [RegExp, string])[] = [
    [/localhost:8080/g, `localhost:${ports.public}`],
    [/127\.0\.0\.1:7071/g, `127.0.0.1:${ports.roles.gateway}`],
    [/127\.0\.0\.1:7072/g, `127.0.0.1:${ports.identity}`],
    [/127\.0\.0\.1:7073/g, `127.0.0.1:${ports.managedIdentity}`],
    [/127\.0\.0\.1:10000/g, `127.0.0.1:${ports.blob}`],
    [/^\.azimuth\//, `${home}/`],
  ];
  return Object.fromEntries(
    Object.entries(Values).map(([name, value]) => [
      name,
      moved.reduce((before, [place, by]) => before.replace(place, by), value),
    ]),
  );
}

/** The built entry in a fresh process, as the Functions worker loads it: with nothing of ours but its settings. */
export async function startFunctionsApp(
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<FunctionsApp> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', here('./use-stand-in.mjs'), here('./worker.mjs')],
    {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        ...settings,
        AZIMUTH_ENTRY: pathToFileURL(`${ROOT}/dist/functions/main.js`).href,
        AZIMUTH_WORKER_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const functions = await untilListening(child, () => said);
  return {
    functions,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function untilListening(child: ChildProcess, said: () => string): Promise<readonly Registered[]> {
  return new Promise((resolve, reject) => {
    let functions: readonly Registered[] = [];
    child.on('message', (data) => {
      const message = Message.parse(data);
      if (message.kind === 'registered') functions = message.functions;
      else resolve(functions);
    });
    child.once('exit', (code) => reject(new Error(`The functions app ended with ${code}:\n${said()}`)));
  });
}
