import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';

export type GraphClientOptions = {
  /** `https://graph.microsoft.com/v1.0`. */
  readonly graphUrl: string;
  readonly token: (tenantId: TenantId) => Promise<string>;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
};

export type GraphCall = {
  readonly method: 'GET' | 'POST';
  /** Below the address of Graph, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Statuses that mean something to the caller, beside success. */
  readonly expects?: readonly number[];
  /** False for what must not happen twice: it is repeated after 429 only, which did nothing. */
  readonly isSafe?: boolean;
};

/** A success with the answer in its wanted shape, or one of the expected statuses. */
export type GraphAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'expected'; readonly status: number };

export type GraphClient = <S extends z.ZodType>(
  tenantId: TenantId,
  shape: S,
  call: GraphCall,
) => Promise<GraphAnswer<z.infer<S>>>;

const TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 2000;
const SHORT_PAUSE_MS = 250;

/**
 * Calls Microsoft Graph as the API application in one tenant. A call that is throttled or fails there is repeated
 * once, when Graph asks for no more than two seconds of patience. Whatever is neither success nor expected throws
 * `upstream-unavailable`, as do an answer of another shape and one that takes longer than five seconds in all.
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, token, timeoutMs = TIMEOUT_MS } = options;
  const ask = options.fetch ?? fetch;

  async function send(tenantId: TenantId, call: GraphCall, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await token(tenantId)}` };
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method: call.method, headers, redirect: 'error', signal } as const;
    return ask(graphUrl + call.path, body === undefined ? init : { ...init, body });
  }

  async function sendTwice(tenantId: TenantId, call: GraphCall, signal: AbortSignal): Promise<Response> {
    const first = await send(tenantId, call, signal);
    const pauseMs = mayRepeat(call, first.status) ? pauseOf(first) : undefined;
    if (pauseMs === undefined) return first;
    await first.body?.cancel();
    await wait(pauseMs, undefined, { signal });
    return send(tenantId, call, signal);
  }

  return async (tenantId, shape, call) => {
    try {
      const answer = await sendTwice(tenantId, call, AbortSignal.timeout(timeoutMs));
      if (call.expects?.includes(answer.status) === true) {
        await answer.body?.cancel();
        return { kind: 'expected', status: answer.status };
      }
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new Error(`the directory answered ${answer.status}`);
      }
      return { kind: 'ok', value: shape.parse(await answer.json()) };
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw new Fault('upstream-unavailable', { role: 'directory' }, { cause });
    }
  };
}

function mayRepeat({ isSafe = true }: GraphCall, status: number): boolean {
  return status === 429 || (isSafe && status >= 500);
}

/** Undefined where Graph wants more patience than a waiting person has. */
function pauseOf(answer: Response): number | undefined {
  const wanted = answer.headers.get('retry-after');
  if (wanted === null) return SHORT_PAUSE_MS;
  const pauseMs = Number(wanted) * 1000;
  return Number.isFinite(pauseMs) && pauseMs >= 0 && pauseMs <= LONGEST_PAUSE_MS ? pauseMs : undefined;
}
