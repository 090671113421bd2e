import type { ProbeSample } from './origin-health.ts';
import type { Origin, OriginGroup } from './routing.ts';

/** What to send to an origin to learn whether it is well. Headers are a flat list of names and values. */
export type ProbeRequest = {
  readonly scheme: 'http' | 'https';
  readonly method: 'HEAD' | 'GET';
  readonly path: string;
  readonly headers: readonly string[];
};

/** What came of a probe; `status` is undefined where no answer came in time. */
export type ProbeOutcome = { readonly status: number | undefined; readonly latencyMs: number };

/** Says whether a group is to be probed: it asks for it, and there is a choice that the answer could change. */
export function isProbed({ probe, origins }: OriginGroup): boolean {
  return probe !== undefined && origins.length > 1;
}

/** The probe of one origin, with the id by which it knows our edge; undefined where the group asks for none. */
export function probeRequest(
  { probe }: OriginGroup,
  origin: Pick<Origin, 'host' | 'hostHeader'>,
  lockdown: { readonly header: string; readonly id: string },
): ProbeRequest | undefined {
  if (probe === undefined) return undefined;
  return {
    scheme: probe.protocol === 'Https' ? 'https' : 'http',
    method: probe.method,
    path: probe.path,
    headers: [
      'Host',
      origin.hostHeader ?? origin.host,
      'User-Agent',
      'Edge Health Probe',
      'X-FD-HealthProbe',
      '1',
      lockdown.header,
      lockdown.id,
    ],
  };
}

/** Only a 200 is health: not another success, not a redirect to somewhere else. */
export function sampleOf({ status, latencyMs }: ProbeOutcome): ProbeSample {
  return { isSuccess: status === 200, latencyMs };
}

/**
 * When to probe again. `chance` (0 to 1) moves the moment by up to a tenth of the interval to either side, so that many edges
 * do not ask at once.
 */
export function nextProbeMs(lastMs: number, intervalSeconds: number, chance: number): number {
  return lastMs + Math.round(intervalSeconds * 1000 * (0.9 + 0.2 * chance));
}

/** How long a probe may take before it counts as failed: never longer than until the next one. */
export function probeTimeoutMs(intervalSeconds: number): number {
  return Math.min(30, intervalSeconds) * 1000;
}
