import { carryGrant } from '../../shared/access/carried-grant.ts';
import { Fault } from '../../shared/domain/faults.ts';
import type { Grant } from '../../shared/domain/grants.ts';
import { type JobId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller, ClientFacts } from '../../shared/domain/principal.ts';
import { fileStreamOf } from '../file-stream.ts';
import { JOB_HEADER } from '../job-header.ts';
import type { Operation } from '../operations.ts';
import { readBody } from '../read-body.ts';
import { CALLER_REFUSED_HEADER, HOP_REFUSED_HEADER, requestIdOf, tell } from '../reply.ts';
import { type Handler, type Log, matchPath } from '../route.ts';
import { answerOf } from './answer-of.ts';
import type { SignedIn, Verified } from './authenticate.ts';
import type { ForwardHome } from './forward-home.ts';
import type { Authorise } from './grants.ts';
import type { InternalCall } from './internal-call.ts';
import type { Limits } from './limits.ts';

export type GatewayDeps = {
  /** The `Authorization` header's token, checked. */
  readonly verify: (header: string | null) => Promise<Verified>;
  readonly forwardHome: ForwardHome;
  readonly limits: Limits;
  readonly authenticate: (verified: Verified, anew: boolean) => Promise<SignedIn>;
  readonly authorise: Authorise;
  readonly call: InternalCall;
  readonly startJob: (tenantId: TenantId, jobId: JobId, requestId: string, log: Log) => void;
};

/**
 * One operation at the Gateway: whose token is it, do they call too often, is their tenant at home here, who are they
 * just now, may they; and then a second call to the role that answers. What that role knows of the caller is the signed
 * context and nothing of the request's own headers.
 */
export function forward(ready: () => Promise<GatewayDeps>, operation: Operation): Handler {
  return async (request, { signal, log }) => {
    const deps = await ready();
    const requestId = requestIdOf(request);
    const verified = await deps.verify(request.headers.get('authorization'));
    const { tenantId, objectId } = verified.token;
    tell(request, { tenantId, operation: operation.name });
    const url = new URL(request.url);
    const parameters = matchPath(operation.path, url.pathname);
    if (parameters === undefined) throw new Fault('route-unknown', { path: url.pathname });
    await deps.limits.anyCall(tenantId, objectId);
    const file = fileStreamOf(request, operation);
    const body = file === undefined ? await readBody(request, operation.bodyLimit) : new Uint8Array(0);
    const where = await deps.forwardHome({ request, tenantId, body, file, writes: operation.writes, signal });
    if (where.kind === 'there') return where.answer;
    const isFailedOver = where.kind === 'failed-over';
    const { caller, grant } = await admit(deps, verified, operation, parameters, isFailedOver);
    // After the rights, so that nobody learns by it what is there, or uses up what others may call.
    await deps.limits.thisCall(tenantId, objectId, operation);
    const answer = await deps.call({
      role: operation.role,
      method: operation.method,
      path: `${url.pathname}${url.search}`,
      body,
      file,
      contentType: request.headers.get('content-type'),
      context: { kind: 'user', caller, client: clientOf(request), requestId },
      grant: carryGrant(grant),
      signal,
    });
    const jobId = parseId<JobId>(answer.headers.get(JOB_HEADER) ?? undefined);
    if (jobId !== undefined) deps.startJob(caller.tenantId, jobId, requestId, log);
    return passBack(answer);
  };
}

/**
 * Who calls, and the grant. Nobody changes anything on what the directory said a minute ago: for a write it is asked
 * anew, once the call would be allowed by what is remembered, so that calls which are refused anyway cost it nothing.
 */
async function admit(
  deps: GatewayDeps,
  verified: Verified,
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  isFailedOver: boolean,
): Promise<{ readonly caller: Caller; readonly grant: Grant }> {
  const remembered = await deps.authenticate(verified, false);
  const grant = await deps.authorise(remembered.caller, remembered.state, operation, parameters);
  if (!operation.writes) return { caller: remembered.caller, grant };
  if (remembered.state.isReadOnly) throw new Fault('read-only', { isFailedOver });
  if (remembered.isFresh) return { caller: remembered.caller, grant };
  const { caller, state } = await deps.authenticate(verified, true);
  return { caller, grant: await deps.authorise(caller, state, operation, parameters) };
}

const LONGEST_AGENT = 200;

/** What the edge saw of the client. Both go to the activity log only. */
function clientOf(request: Request): ClientFacts {
  const ip = request.headers.get('x-azure-clientip') ?? '';
  const userAgent = (request.headers.get('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_AGENT);
  return { ip: /^[\da-f.:]{2,45}$/i.test(ip) ? ip : '', userAgent };
}

async function passBack(answer: Response): Promise<Response> {
  // The person was authenticated here: that the hop itself was refused is our trouble.
  const isMeantForUs = answer.status === 401 && !answer.headers.has(CALLER_REFUSED_HEADER);
  if (isMeantForUs || answer.headers.has(HOP_REFUSED_HEADER)) {
    await answer.body?.cancel();
    throw new Fault('upstream-unavailable', { role: 'internal' });
  }
  return answerOf(answer);
}
