import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { afterSample, type OriginHealth, UNKNOWN_HEALTH } from '../shared/routing/origin-health.ts';
import type { LoadBalancing } from '../shared/routing/origin-schema.ts';
import {
  isProbed,
  nextProbeMs,
  type ProbeOutcome,
  probeRequest,
  probeTimeoutMs,
  sampleOf,
} from '../shared/routing/probe.ts';
import type { Origin, OriginGroup } from '../shared/routing/routing.ts';
import { type EdgeParts, groupsOf } from './edge-parts.ts';
import type { HttpOrigin } from './http-origin.ts';

/** What the edge knows of its origins by their names. It outlives a change of configuration. */
export type HealthBoard = Map<string, OriginHealth>;

type Probed = Pick<EdgeParts, 'routing' | 'origins' | 'frontDoorId' | 'now' | 'chance'>;

/** Asks each origin of each probed group from now on, and writes what it finds on the board; the answer ends it. */
export function probeOrigins(parts: Probed, board: HealthBoard): () => void {
  const timers = new Set<NodeJS.Timeout>();
  let hasEnded = false;
  for (const group of groupsOf(parts.routing).filter(isProbed)) {
    for (const origin of group.origins) {
      const where = parts.origins.get(origin.name);
      if (where?.kind === 'http') later(0, () => void ask(group, origin, where));
    }
  }
  return () => {
    hasEnded = true;
    for (const timer of timers) clearTimeout(timer);
  };

  async function ask(group: OriginGroup, origin: Origin, where: HttpOrigin): Promise<void> {
    const { probe, loadBalancing } = group;
    if (probe === undefined) return;
    const begunMs = parts.now();
    const outcome = await sendProbe(parts, group, origin, where, probeTimeoutMs(probe.intervalSeconds));
    if (hasEnded) return;
    note(board, origin.name, outcome, loadBalancing);
    const nextMs = nextProbeMs(begunMs, probe.intervalSeconds, parts.chance());
    later(Math.max(0, nextMs - parts.now()), () => void ask(group, origin, where));
  }

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    timers.add(timer);
  }
}

function note(board: HealthBoard, name: string, outcome: ProbeOutcome, loadBalancing: LoadBalancing): void {
  board.set(name, afterSample(board.get(name) ?? UNKNOWN_HEALTH, sampleOf(outcome), loadBalancing));
}

/** Resolves whatever happens: an origin that cannot be asked is one without a status. */
function sendProbe(
  { routing, frontDoorId }: Probed,
  group: OriginGroup,
  origin: Origin,
  { url, agent, hostname, hostHeader }: HttpOrigin,
  timeoutMs: number,
): Promise<ProbeOutcome> {
  const known = { host: url.host, ...(hostHeader !== undefined && { hostHeader }) };
  const asked = probeRequest(group, { ...origin, ...known }, { header: routing.lockdown.header, id: frontDoorId });
  const startedAt = performance.now();
  const after = (status: number | undefined): ProbeOutcome => ({ status, latencyMs: performance.now() - startedAt });
  if (asked === undefined) return Promise.resolve(after(undefined));
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = request({
      hostname,
      port: url.port || undefined,
      agent,
      method: asked.method,
      path: url.pathname === '/' ? asked.path : url.pathname.replace(/\/$/, '') + asked.path,
      headers: [...asked.headers],
    });
    const timer = setTimeout(() => sent.destroy(new Error('the probe took too long')), timeoutMs);
    sent.once('response', (answer) => {
      resolve(after(answer.statusCode));
      answer.resume();
      answer.on('error', () => undefined);
    });
    sent.once('close', () => clearTimeout(timer));
    sent.on('error', () => resolve(after(undefined)));
    sent.end();
  });
}
