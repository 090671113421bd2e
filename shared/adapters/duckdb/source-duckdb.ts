import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault, type FaultDetail } from '../../domain/faults.ts';
import type { FileImporter, FileToImport, ImportedFile } from '../../source/ports.ts';
import { WorkerReply, type WorkerRequest } from './source-protocol.ts';

export type DuckdbImporterOptions = {
  /** The file of `source-worker`: a module that Node can run as it is. */
  readonly worker: URL;
  /** Where the folders of running imports are made; the system's place for temporary files without it. */
  readonly folder?: string;
  /** Told of each child process, by its id. */
  readonly onStart?: (processId: number) => void;
};

const LONGEST_REPLY = 16 * 1024 * 1024;
const SCRIPT_HEAP_MB = 512;

/** Reads files with DuckDB in a child process each, which is killed when its time is up or the signal is aborted. */
export function createDuckdbFileImporter(options: DuckdbImporterOptions): FileImporter {
  return {
    import: async (file, signal) => {
      signal.throwIfAborted();
      const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'azimuth-import-'));
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        return { ...(await readInChild(file, folder, options, signal)), remove };
      } catch (thrown) {
        await remove();
        throw thrown;
      }
    },
  };
}

async function readInChild(
  file: FileToImport,
  folder: string,
  options: DuckdbImporterOptions,
  signal: AbortSignal,
): Promise<Omit<ImportedFile, 'remove'>> {
  const databasePath = join(await realpath(folder), 'data.duckdb');
  const { kind, tableName, limits } = file;
  const { memoryBytes, maxColumns } = limits;
  const request: WorkerRequest = { path: await realpath(file.path), kind, databasePath, memoryBytes, maxColumns };
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${SCRIPT_HEAP_MB}`, '--no-warnings', fileURLToPath(options.worker)],
    {
      cwd: folder,
      env: { TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  if (child.pid !== undefined) options.onStart?.(child.pid);
  const reply = await replyOf(child, request, limits.timeoutMs, signal);
  if (!reply.ok) throw new Fault('import-failed', reply.detail);
  const { bytes, rowCount, columns, relations } = reply;
  return { databasePath, tableName, bytes, rowCount, columns, relations };
}

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
    if (!reply.success)
      throw ended('Reading the file ended unexpectedly: it may need more memory than an import may use, or be damaged');
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
