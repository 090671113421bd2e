import { type ClusterMap, homeOf } from '../../shared/domain/clusters.ts';
import { Fault, hasCode } from '../../shared/domain/faults.ts';
import type { TenantId } from '../../shared/domain/ids.ts';
import { EDGE_ID_HEADER } from '../../shared/routing/network-schema.ts';
import type { FileStream } from '../file-stream.ts';
import { requestIdOf } from '../reply.ts';
import { answerOf } from './answer-of.ts';
import { fetchWithin, withBody } from './fetch-within.ts';
import type { HomeWatch } from './home-watch.ts';
import { wasNotSent } from './was-not-sent.ts';

/** Set on a request that another cluster's Gateway passed on: it is answered here or not at all. */
export const FORWARDED_HEADER = 'x-azimuth-forwarded';
/**
 * What of a request travels to the home Gateway. It checks the token itself; agent and address, as our edge saw them, go
 * to its activity log and decide nothing; the edge's own id tells it that the request came by an edge of ours.
 */
const TAKEN_ALONG = ['authorization', 'content-type', 'accept', 'user-agent', 'x-azure-clientip', EDGE_ID_HEADER];
const TIMEOUT_MS = 225_000;
/** A home that takes longer is asked whether it lives. */
const SLOW_MS = 2000;

/** One request, as far as passing it on depends on it. */
export type Passing = {
  readonly request: Request;
  readonly tenantId: TenantId;
  readonly body: Uint8Array<ArrayBuffer>;
  /** A body that is passed on as it comes. */
  readonly file?: FileStream | undefined;
  /** Whether the operation changes something. */
  readonly writes: boolean;
  readonly signal: AbortSignal;
};

/**
 * Who answers: this cluster, because it is the tenant's home; the home Gateway, and this is its answer; or this cluster in
 * the place of a home that is lost, from its copy and without changing anything.
 */
export type AnsweredWhere =
  | { readonly kind: 'here' }
  | { readonly kind: 'there'; readonly answer: Response }
  | { readonly kind: 'failed-over' };
export type ForwardHome = (passing: Passing) => Promise<AnsweredWhere>;

/**
 * A request that reached the wrong cluster is passed on to its tenant's home Gateway, since clients drop the
 * `Authorization` header when they follow a redirect to another host; only a client that says
 * `preferClientRouting=true` is sent there by 307. Two maps that disagree make no loop: what was passed on once is refused.
 *
 * `watches` has the clusters that this one can stand in for. Of such a home that does not answer, reads are answered here;
 * a change whose connection broke off is never sent twice, and ends as `outcome-unknown`.
 */
export function createForwardHome(map: ClusterMap, watches: ReadonlyMap<string, HomeWatch> = new Map()): ForwardHome {
  return async (passing) => {
    const { request, tenantId } = passing;
    const home = homeOf(tenantId, map);
    if (home.kind === 'nowhere') throw new Fault('tenant-unknown', {});
    if (home.kind === 'here') return home;
    if (request.headers.has(FORWARDED_HEADER)) throw new Fault('upstream-unavailable', { role: 'home cluster' });
    const watch = watches.get(home.cluster.name);
    if (watch?.downSignal().aborted === true) return { kind: 'failed-over' };
    const { pathname, search, searchParams } = new URL(request.url);
    const target = `${home.cluster.gatewayUrl}${pathname}${search}`;
    if (searchParams.get('preferClientRouting')?.toLowerCase() === 'true') {
      return { kind: 'there', answer: new Response(null, { status: 307, headers: { Location: target } }) };
    }
    const send = (signal: AbortSignal) => passOn(target, map.own, passing, signal);
    if (watch === undefined) return { kind: 'there', answer: await orUnknown(passing, send(passing.signal)) };
    return passing.writes
      ? { kind: 'there', answer: await orUnknown(passing, whileUp(watch, passing, send)) }
      : readOr(watch, passing, send);
  };
}

type Send = (signal: AbortSignal) => Promise<Response>;

/** A connection that was kept open may have ended just then: the home is asked once more before this cluster answers. */
async function readOr(watch: HomeWatch, passing: Passing, send: Send): Promise<AnsweredWhere> {
  for (const isLast of [false, true]) {
    try {
      return { kind: 'there', answer: await whileUp(watch, passing, send) };
    } catch (thrown) {
      if (passing.signal.aborted || !hasCode(thrown, 'upstream-unavailable')) throw thrown;
      if (isLast || watch.downSignal().aborted || wasNotSent(thrown)) break;
    }
  }
  return { kind: 'failed-over' };
}

/** Waits for the home's answer for as long as the home is not found down; one that fails or is slow is looked after. */
async function whileUp(watch: HomeWatch, { signal }: Passing, send: Send): Promise<Response> {
  const down = watch.downSignal();
  const giveUp = new AbortController();
  const leave = (): void => giveUp.abort();
  down.addEventListener('abort', leave, { once: true });
  const slow = setTimeout(() => watch.suspect(), SLOW_MS);
  try {
    return await send(AbortSignal.any([signal, giveUp.signal]));
  } catch (thrown) {
    if (!signal.aborted) watch.suspect();
    throw thrown;
  } finally {
    clearTimeout(slow);
    down.removeEventListener('abort', leave);
  }
}

/** A change that may have reached the home is not "try again": whoever sent it must look first. */
async function orUnknown({ writes, signal }: Passing, sent: Promise<Response>): Promise<Response> {
  try {
    return await sent;
  } catch (thrown) {
    const isLost = hasCode(thrown, 'upstream-unavailable') || hasCode(thrown, 'upstream-timeout');
    if (!writes || !isLost || signal.aborted || wasNotSent(thrown)) throw thrown;
    throw new Fault('outcome-unknown', {}, { cause: thrown });
  }
}

async function passOn(target: string, own: string, passing: Passing, signal: AbortSignal): Promise<Response> {
  const { request, body, file } = passing;
  const headers = new Headers({ [FORWARDED_HEADER]: own, 'X-Request-Id': requestIdOf(request) });
  for (const name of TAKEN_ALONG) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const init = { method: request.method, headers, redirect: 'manual', signal } as const;
  const passedOn = withBody(init, body, file);
  return answerOf(await fetchWithin(target, passedOn, TIMEOUT_MS, 'home cluster'));
}
