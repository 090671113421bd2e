import type { Api } from '../../api/api.ts';
import { createUploadLocation } from '../../api/create-upload-location.ts';
import { getImport } from '../../api/get-import.ts';
import { asProblem } from '../../api/problem.ts';
import { putBlob } from '../../api/put-blob.ts';
import { startImport } from '../../api/start-import.ts';
import { pollDelay, type UploadEvent } from './upload-machine.ts';

type Run = {
  readonly api: Api;
  readonly file: File;
  readonly workspaceId: string;
  readonly signal: AbortSignal;
  readonly tell: (event: UploadEvent) => void;
};

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}

async function follow({ api, workspaceId, signal, tell }: Run, importId: string): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    await pause(pollDelay(attempt));
    const seen = await getImport(api, workspaceId, importId, signal);
    tell({ kind: 'import-seen', seen });
    if (seen.importState !== 'Publishing') return;
  }
}

/** Upload place, upload, import, and waiting for its end. Everything that happens is told as an event. */
export async function runUpload(run: Run): Promise<void> {
  const { api, file, workspaceId, signal, tell } = run;
  try {
    const place = await createUploadLocation(api, workspaceId, signal);
    await putBlob(place.url, file, signal, (bytes) => tell({ kind: 'sent', bytes }));
    const started = await startImport(api, workspaceId, file.name, place.url, signal);
    tell({ kind: 'import-started' });
    await follow(run, started.id);
  } catch (thrown) {
    if (signal.aborted) return;
    const problem = asProblem(thrown);
    tell({ kind: 'failed', message: problem.message, requestId: problem.requestId });
  }
}
