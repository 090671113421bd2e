import type { CryptoKey } from 'jose';
import { CarriedGrant, rebuildGrant } from '../shared/access/carried-grant.ts';
import type { Act, Once } from '../shared/catalog/ports.ts';
import { Fault } from '../shared/domain/faults.ts';
import type { Grant } from '../shared/domain/grants.ts';
import type { Caller, SystemContext, UserContext, WorkContext } from '../shared/domain/principal.ts';
import { isAtLeast, TENANT_STANDINGS } from '../shared/domain/rights.ts';
import { CONTEXT_HEADER, verifyContext } from '../shared/identity/signed-context.ts';
import { type FileStream, fileStreamOf } from './file-stream.ts';
import { internalPrefix } from './internal-prefix.ts';
import type { Operation } from './operations.ts';
import { parseJson, readBody } from './read-body.ts';
import { tell } from './reply.ts';
import { type Handler, type Log, matchPath } from './route.ts';

/** What an internal role needs to believe a call: service token and signed context are checked apart. */
export type HopDeps = {
  readonly audience: string;
  readonly verifyServiceToken: (header: string | null) => Promise<void>;
  readonly findKey: (keyId: string) => Promise<CryptoKey | undefined>;
  readonly now: () => Date;
};

/** One believed call of a person: what an operation's handler gets to see. */
export type Call<G extends Grant = Grant> = {
  readonly caller: Caller;
  readonly grant: G;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined where the request had no body. */
  readonly body: unknown;
  /** The body as it comes, of an operation that takes a file; read once. */
  readonly file?: { readonly bytes: AsyncIterable<Uint8Array>; readonly contentType: string } | undefined;
  /** Hand it to the transaction that writes: it makes the context usable once and says whose change it is. */
  readonly act: Act;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly log: Log;
};

/** Time-outs fall inwards: the edge waits 240 s, the Gateway 220 s. */
const LONGEST_WORK_MS = 210_000;

/** Serves an operation to the Gateway and to nobody else. */
export function fromGateway<D extends HopDeps>(
  ready: () => Promise<D>,
  operation: Operation,
  run: (deps: D, call: Call) => Promise<Response>,
): Handler {
  return refusingQuietly(async (request, { signal, log }) => {
    const deps = await ready();
    const url = new URL(request.url);
    const stream = fileStreamOf(request, operation);
    const { context, grant: carried, body, once } = await believe(deps, request, url, operation.bodyLimit, stream);
    if (context.kind !== 'user') throw new Fault('hop-refused', { why: 'a person was expected' });
    tell(request, { tenantId: context.caller.tenantId, operation: operation.name });
    const parsed = CarriedGrant.safeParse(carried);
    const grant = parsed.success ? rebuildGrant(context.caller.tenantId, parsed.data) : undefined;
    if (grant === undefined || !satisfies(grant, operation)) throw new Fault('hop-refused', { why: 'grant missing' });
    const parameters = matchPath(`${internalPrefix(operation.role)}${operation.path}`, url.pathname) ?? {};
    const content = body.byteLength === 0 ? undefined : parseJson(body, request.headers.get('content-type'));
    const { caller, requestId } = context;
    const act = actOf(operation, context, once);
    const deadline = AbortSignal.timeout(LONGEST_WORK_MS);
    const answer = run(deps, {
      caller,
      grant,
      parameters,
      query: url.searchParams,
      body: content,
      file: stream && { bytes: stream, contentType: request.headers.get('content-type') ?? '' },
      act,
      requestId,
      signal: AbortSignal.any([signal, deadline]),
      log,
    });
    return answer.catch((cause: unknown) => {
      if (deadline.aborted) throw new Fault('upstream-timeout', { limitMs: LONGEST_WORK_MS }, { cause });
      throw cause;
    });
  });
}

function actOf(operation: Operation, { caller, client, requestId }: UserContext, once: Once): Act {
  return {
    once: operation.writes ? once : undefined,
    by: {
      objectId: caller.objectId,
      kind: caller.kind,
      signInName: caller.signInName,
      requestId,
      clientIp: client.ip,
      userAgent: client.userAgent,
    },
    activity: operation.activity === 'unlisted' ? undefined : operation.activity,
  };
}

/** Serves work without a person: the context names a job and nothing else. */
export function jobFromGateway<D extends HopDeps>(
  ready: () => Promise<D>,
  run: (deps: D, context: SystemContext) => Promise<Response>,
): Handler {
  return refusingQuietly(async (request) => {
    const deps = await ready();
    const { context } = await believe(deps, request, new URL(request.url), 0);
    if (context.kind !== 'system') throw new Fault('hop-refused', { why: 'a job was expected' });
    tell(request, { tenantId: context.tenantId, jobId: context.jobId });
    return run(deps, context);
  });
}

type Believed = {
  readonly context: WorkContext;
  readonly grant: unknown;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly once: Once;
};

async function believe(
  deps: HopDeps,
  request: Request,
  url: URL,
  bodyLimit: number,
  file?: FileStream,
): Promise<Believed> {
  await deps.verifyServiceToken(request.headers.get('authorization'));
  const body = file === undefined ? await readBody(request, bodyLimit) : new Uint8Array(0);
  const bound = { audience: deps.audience, method: request.method, path: `${url.pathname}${url.search}`, body };
  const verified = await verifyContext(request.headers.get(CONTEXT_HEADER), bound, deps.findKey, deps.now());
  const once = { id: verified.id, expiresAt: verified.keepUntil };
  return { context: verified.context, grant: verified.grant, body, once };
}

/** A refusal of the hop says nothing to the caller; which path was tried is for the log. */
function refusingQuietly(handler: Handler): Handler {
  return (request, invocation) =>
    handler(request, invocation).catch((thrown: unknown) => {
      if (thrown instanceof Fault && (thrown.code === 'hop-refused' || thrown.code === 'token-missing')) {
        invocation.log('warn', 'hop refused', { path: new URL(request.url).pathname, ...thrown.detail });
      }
      throw thrown;
    });
}

function satisfies(grant: Grant, { needs }: Operation): boolean {
  switch (needs.kind) {
    case 'tenant':
      return (
        grant.kind === 'tenant' && TENANT_STANDINGS.indexOf(grant.standing) >= TENANT_STANDINGS.indexOf(needs.standing)
      );
    case 'workspace':
      return grant.kind === 'workspace' && isAtLeast(grant.role, needs.role);
    case 'item':
      return grant.kind === needs.item && 'rights' in grant && grant.rights.includes(needs.right);
  }
}
