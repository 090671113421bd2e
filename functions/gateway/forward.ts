import { authorise } from '../../shared/access/authorise.ts';
import { carryGrant } from '../../shared/access/carried-grant.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type JobId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { JOB_HEADER } from '../job-header.ts';
import type { Operation } from '../operations.ts';
import { readBody } from '../read-body.ts';
import { HOP_REFUSED_HEADER, requestIdOf } from '../reply.ts';
import { type Handler, type Log, matchPath } from '../route.ts';
import type { Authenticate } from './authenticate.ts';
import type { InternalCall } from './internal-call.ts';

export type GatewayDeps = {
  readonly authenticate: Authenticate;
  readonly metadata: Metadata;
  readonly call: InternalCall;
  readonly startJob: (tenantId: TenantId, jobId: JobId, requestId: string, log: Log) => void;
};

/** What of a role's answer reaches the client; everything else stays inside. */
const PASSED_BACK = ['content-type', 'content-length', 'location', 'retry-after'];

/**
 * One operation at the Gateway: who calls, may they, and then a second call to the role that answers. What that role
 * knows of the caller is the signed context and nothing of the request's own headers.
 */
export function forward(ready: () => Promise<GatewayDeps>, operation: Operation): Handler {
  return async (request, { signal, log }) => {
    const deps = await ready();
    const requestId = requestIdOf(request);
    const caller = await deps.authenticate(request);
    const url = new URL(request.url);
    const parameters = matchPath(operation.path, url.pathname);
    if (parameters === undefined) throw new Fault('route-unknown', { path: url.pathname });
    const body = await readBody(request, operation.bodyLimit);
    const grant = await deps.metadata.read(caller.tenantId, (stores) =>
      authorise(stores, caller, operation.needs, parameters),
    );
    const answer = await deps.call({
      role: operation.role,
      method: operation.method,
      path: `${url.pathname}${url.search}`,
      body,
      contentType: request.headers.get('content-type'),
      context: { kind: 'user', caller, requestId },
      grant: carryGrant(grant),
      signal,
    });
    const jobId = parseId<JobId>(answer.headers.get(JOB_HEADER) ?? undefined);
    if (jobId !== undefined) deps.startJob(caller.tenantId, jobId, requestId, log);
    return passBack(answer);
  };
}

async function passBack(answer: Response): Promise<Response> {
  // The person was authenticated here: that the hop itself was refused is our trouble.
  if (answer.status === 401 || answer.headers.has(HOP_REFUSED_HEADER)) {
    await answer.body?.cancel();
    throw new Fault('upstream-unavailable', { role: 'internal' });
  }
  const headers = new Headers();
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // What was encoded on its way is decoded by now, and longer than it says.
  if (answer.headers.has('content-encoding')) headers.delete('content-length');
  return new Response(answer.body, { status: answer.status, headers });
}
