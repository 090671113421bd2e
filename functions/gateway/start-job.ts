import type { JobId, TenantId } from '../../shared/domain/ids.ts';
import type { Log } from '../route.ts';
import type { InternalCall } from './internal-call.ts';

/**
 * Asks Data Movement to begin a job whose row is written already. The call lasts as long as the job and is not waited
 * for by the person who asked; where it is lost (a stopped instance), Data Movement's own timer finds the row.
 */
export function createJobStarter(
  call: InternalCall,
): (tenantId: TenantId, jobId: JobId, requestId: string, log: Log) => void {
  return (tenantId, jobId, requestId, log) => {
    const report = (thrown: unknown) =>
      log('warn', 'job not started', { requestId, jobId, error: thrown instanceof Error ? thrown.message : 'unknown' });
    call({
      role: 'data-movement',
      method: 'POST',
      path: `/jobs/${jobId}/run`,
      body: new Uint8Array(0),
      contentType: null,
      context: { kind: 'system', tenantId, jobId, requestId },
      grant: null,
      signal: new AbortController().signal,
    })
      .then(async (answer) => {
        await answer.body?.cancel();
        if (!answer.ok) throw new Error(`status ${answer.status}`);
      })
      .catch(report);
  };
}
