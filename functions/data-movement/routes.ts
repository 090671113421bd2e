import { Fault } from '../../shared/domain/faults.ts';
import { type ImportId, parseId } from '../../shared/domain/ids.ts';
import { forgetEnded, leftBehind } from '../../shared/imports/left-behind.ts';
import type { NotedImport, PendingImports } from '../../shared/imports/ports.ts';
import { runImport } from '../../shared/imports/run-import.ts';
import { idleImports, tidyUp } from '../../shared/imports/tidy.ts';
import { fromGateway, jobFromGateway } from '../internal-hop.ts';
import { internalPrefix } from '../internal-prefix.ts';
import { OPERATIONS } from '../operations.ts';
import { answering, json } from '../reply.ts';
import { type Invocation, matchPath, type Route, type Timer } from '../route.ts';
import type { DataMovementDeps } from './deps.ts';
import { IMPORT_OPERATIONS } from './import-operations.ts';

const RUN_PATH = `${internalPrefix('data-movement')}/jobs/{jobId}/run`;

/** Operations that the table gives to this role, and the start of a job; all for the Gateway only. */
export function dataMovementRoutes(ready: () => Promise<DataMovementDeps>): readonly Route[] {
  const operations = OPERATIONS.filter(({ role }) => role === 'data-movement').map((operation): Route => {
    const run = IMPORT_OPERATIONS[operation.name];
    if (run === undefined) throw new Error(`The operation ${operation.name} has no handler in Data Movement.`);
    return {
      name: `data-movement-${operation.name}`,
      methods: [operation.method],
      path: `${internalPrefix('data-movement')}${operation.path}`,
      handler: answering(fromGateway(ready, operation, run)),
    };
  });
  return [
    ...operations,
    {
      name: 'data-movement-jobs-run',
      methods: ['POST'],
      path: RUN_PATH,
      handler: answering((request, invocation) =>
        jobFromGateway(ready, async (deps, { tenantId, jobId }) => {
          const named = matchPath(RUN_PATH, new URL(request.url).pathname)?.['jobId'];
          const importId = parseId<ImportId>(jobId);
          if (importId === undefined || parseId(named) !== importId) {
            throw new Fault('hop-refused', { why: 'the path names another job' });
          }
          // The work does not end with the call that began it: the Gateway may have stopped waiting.
          return json(200, { outcome: await runImport(deps, tenantId, importId, new AbortController().signal) });
        })(request, invocation),
      ),
    },
  ];
}

/** How long one sweep takes up further imports: the host ends the whole process when a function overruns its time. */
export const SWEEP_MS = 10 * 60_000;

type Watch = { readonly pending: Pick<PendingImports, 'all'>; readonly now: () => Date };

/**
 * What must happen though nobody asks: each minute, imports that were left behind; once a day, what nothing refers to any
 * more. A minute in which no import is pending opens no metadata store, so that a database with nothing to do can sleep.
 */
export function dataMovementTimers(watch: Watch, ready: () => Promise<DataMovementDeps>): readonly Timer[] {
  return [
    {
      name: 'data-movement-timer-sweep',
      schedule: '30 * * * * *',
      everyMs: 60_000,
      run: async (invocation) => {
        const noted = await leftBehind(watch.pending, watch.now());
        if (noted.length > 0) await sweep(await ready(), noted, invocation);
      },
    },
    {
      name: 'data-movement-timer-tidy',
      schedule: '30 40 3 * * *',
      everyMs: 24 * 3_600_000,
      run: async (invocation) => sweep(await ready(), await leftBehind(watch.pending, watch.now()), invocation),
    },
  ];
}

async function sweep(
  deps: DataMovementDeps,
  noted: readonly NotedImport[],
  { log, signal }: Invocation,
): Promise<void> {
  const until = deps.now().getTime() + SWEEP_MS;
  for (const { tenantId, importId } of await idleImports(deps.metadata, deps.now())) {
    if (deps.now().getTime() >= until) break;
    // One that cannot be carried on now must not keep the others waiting.
    const outcome = await runImport(deps, tenantId, importId, signal).catch((thrown: unknown) =>
      thrown instanceof Error ? thrown.name : 'thrown',
    );
    log('info', 'idle import taken up', { tenantId, importId, outcome });
  }
  await forgetEnded(deps, noted);
  const tidied = await tidyUp(deps, deps.now());
  if (tidied.blobs + tidied.rows > 0) log('info', 'tidied up', tidied);
}
