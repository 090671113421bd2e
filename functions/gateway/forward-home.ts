import { type ClusterMap, homeOf } from '../../shared/domain/clusters.ts';
import { Fault } from '../../shared/domain/faults.ts';
import type { TenantId } from '../../shared/domain/ids.ts';
import { requestIdOf } from '../reply.ts';
import { answerOf } from './answer-of.ts';
import { fetchWithin } from './fetch-within.ts';

/** Set on a request that another cluster's Gateway passed on: it is answered here or not at all. */
export const FORWARDED_HEADER = 'x-azimuth-forwarded';
/**
 * What of a request travels to the home Gateway. It checks the token itself; agent and address, as our edge saw them, go
 * to its activity log and decide nothing.
 */
const TAKEN_ALONG = ['authorization', 'content-type', 'accept', 'user-agent', 'x-azure-clientip'];
const TIMEOUT_MS = 225_000;

/** The answer of the tenant's home Gateway; undefined where the tenant is at home here. */
export type ForwardHome = (
  request: Request,
  tenantId: TenantId,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
) => Promise<Response | undefined>;

/**
 * A request that reached the wrong cluster is passed on to its tenant's home Gateway, since clients drop the
 * `Authorization` header when they follow a redirect to another host; only a client that says
 * `preferClientRouting=true` is sent there by 307. Two maps that disagree make no loop: what was passed on once is refused.
 */
export function createForwardHome(map: ClusterMap): ForwardHome {
  return async (request, tenantId, body, signal) => {
    const home = homeOf(tenantId, map);
    if (home.kind === 'nowhere') throw new Fault('tenant-unknown', {});
    if (home.kind === 'here') return undefined;
    if (request.headers.has(FORWARDED_HEADER)) throw new Fault('upstream-unavailable', { role: 'home cluster' });
    const { pathname, search, searchParams } = new URL(request.url);
    const target = `${home.cluster.gatewayUrl}${pathname}${search}`;
    if (searchParams.get('preferClientRouting')?.toLowerCase() === 'true') {
      return new Response(null, { status: 307, headers: { Location: target } });
    }
    const headers = new Headers({ [FORWARDED_HEADER]: map.own, 'X-Request-Id': requestIdOf(request) });
    for (const name of TAKEN_ALONG) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const init = { method: request.method, headers, redirect: 'manual', signal } as const;
    const passedOn = body.byteLength === 0 ? init : { ...init, body };
    return answerOf(await fetchWithin(target, passedOn, TIMEOUT_MS, 'home cluster'));
  };
}
