import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Fault, type FaultDetail } from '../../domain/faults.ts';
import { WorkerReply, type WorkerRequest } from './source-protocol.ts';

export type ChildOptions = {
  /** The file of `source-worker`: a module that Node can run as it is. */
  readonly worker: URL;
  /** Told of each child process, by its id. */
  readonly onStart?: (processId: number) => void;
};

type Done = Exclude<WorkerReply, { readonly ok: false }>;

const LONGEST_REPLY = 16 * 1024 * 1024;
const SCRIPT_HEAP_MB = 512;

/**
 * Asks a child process of its own, which is killed when its time is up or the signal is aborted. What it refuses, and
 * that it ends in any other way, is the fault `import-failed`.
 */
export async function askChild(
  { worker, onStart }: ChildOptions,
  request: WorkerRequest,
  folder: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Done> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${SCRIPT_HEAP_MB}`, '--no-warnings', fileURLToPath(worker)],
    {
      cwd: folder,
      env: { TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  if (child.pid !== undefined) onStart?.(child.pid);
  const reply = await replyOf(child, request, timeoutMs, signal);
  if (reply.ok === false) throw new Fault('import-failed', reply.detail);
  return reply;
}

/** A reply of another kind than was asked for: what the child read has broken it. */
export function brokenReply(): Fault<'import-failed'> {
  return ended(BROKEN);
}

const BROKEN = 'Reading the file ended unexpectedly: it may need more memory than an import may use, or be damaged';

/** Waits until the child has ended, however it does: nothing of it is left behind when this settles. */
async function replyOf(
  child: ChildProcess,
  request: WorkerRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WorkerReply> {
  let isLate = false;
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeoutMs);
  signal.addEventListener('abort', kill, { once: true });
  try {
    const text = await outputOf(child, request, kill);
    signal.throwIfAborted();
    if (isLate) throw ended(`Reading the file took longer than ${Math.ceil(timeoutMs / 1000)} seconds`);
    const reply = WorkerReply.safeParse(parsed(text));
    if (!reply.success) throw ended(BROKEN);
    return reply.data;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

function outputOf(child: ChildProcess, request: WorkerRequest, kill: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LONGEST_REPLY) kill();
      else chunks.push(chunk);
    });
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    // A child that dies early closes its end; how it ended is told by 'close'.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(`${JSON.stringify(request)}\n`);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ended(what: string): Fault<'import-failed'> {
  const detail: FaultDetail['import-failed'] = {
    what,
    advice: 'Split the file or leave out wide columns, and try again.',
  };
  return new Fault('import-failed', detail);
}
