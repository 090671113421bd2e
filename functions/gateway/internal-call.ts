import { Fault } from '../../shared/domain/faults.ts';
import type { WorkContext } from '../../shared/domain/principal.ts';
import { CONTEXT_HEADER, type SigningKey, signContext } from '../../shared/identity/signed-context.ts';
import { NO_TELEMETRY, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { FileStream } from '../file-stream.ts';
import { type InternalRole, internalPrefix } from '../internal-prefix.ts';
import { fetchWithin, withBody } from './fetch-within.ts';

/** An internal role as the Gateway reaches it. */
export type Target = { readonly url: string; readonly audience: string };

export type InternalRequest = {
  readonly role: InternalRole;
  readonly method: string;
  /** The public path with its query; the role's own prefix is put before it. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Sent in the body's place as it comes; the signed context is not bound to it. */
  readonly file?: FileStream | undefined;
  readonly contentType: string | null;
  readonly context: WorkContext;
  readonly grant: unknown;
  readonly signal: AbortSignal;
};
/** The second, separately authenticated call. Answers whatever the role answers, its body still streaming. */
export type InternalCall = (request: InternalRequest) => Promise<Response>;

/** Time-outs fall inwards: the edge waits 240 s, the Gateway 220 s, a role works 210 s at most. */
const TIMEOUT_MS = 220_000;

export function createInternalCall(deps: {
  readonly targets: { readonly [R in InternalRole]: Target };
  readonly serviceToken: (audience: string) => Promise<string>;
  readonly signingKey: () => Promise<SigningKey>;
  readonly now: () => Date;
  readonly telemetry?: Telemetry;
}): InternalCall {
  const { telemetry = NO_TELEMETRY } = deps;
  const send: InternalCall = async ({ role, method, path, body, file, contentType, context, grant, signal }) => {
    const { url, audience } = deps.targets[role];
    const internalPath = `${internalPrefix(role)}${path}`;
    const bound = { audience, method, path: internalPath, body };
    const [token, signed] = await Promise.all([
      deps.serviceToken(audience).catch((cause: unknown) => {
        throw new Fault('upstream-unavailable', { role: 'managed identity' }, { cause });
      }),
      deps.signingKey().then((key) => signContext(key, bound, context, grant, deps.now())),
    ]);
    const headers = new Headers({
      Authorization: `Bearer ${token}`,
      [CONTEXT_HEADER]: signed,
      'X-Request-Id': context.requestId,
    });
    if (contentType !== null) headers.set('Content-Type', contentType);
    const traceparent = telemetry.traceparent();
    if (traceparent !== undefined) headers.set('traceparent', traceparent);
    const init = { method, headers, redirect: 'error', signal } as const;
    return fetchWithin(`${url}${internalPath}`, withBody(init, body, file), TIMEOUT_MS, role);
  };
  return (request) =>
    telemetry.within('hop', { role: request.role, method: request.method }, async (span) => {
      const answer = await send(request);
      span.note({ status: answer.status });
      return answer;
    });
}
