import type { LoadBalancing } from './origin-schema.ts';

/** What one probe found: whether the origin is well, and how long the answer took. */
export type ProbeSample = { readonly isSuccess: boolean; readonly latencyMs: number };

/** The newest samples of one origin, the newest last, and the time that its last successful probe took. */
export type OriginHealth = {
  readonly samples: readonly boolean[];
  readonly latencyMs: number | undefined;
};

/** An origin that nobody has asked yet. */
export const UNKNOWN_HEALTH: OriginHealth = Object.freeze({ samples: [], latencyMs: undefined });

/** The health after one more sample; only as many are kept as the window holds. */
export function afterSample(
  { samples, latencyMs }: OriginHealth,
  sample: ProbeSample,
  { sampleSize }: LoadBalancing,
): OriginHealth {
  return {
    samples: [...samples, sample.isSuccess].slice(-sampleSize),
    latencyMs: sample.isSuccess ? sample.latencyMs : latencyMs,
  };
}

/**
 * Says whether enough of the window's samples were good. Samples that have not been taken yet count as good, so that an edge
 * that has just started serves at once and learns soon.
 */
export function isHealthy(
  { samples }: OriginHealth,
  { sampleSize, successfulSamplesRequired }: LoadBalancing,
): boolean {
  const failures = samples.slice(-sampleSize).filter((isSuccess) => !isSuccess).length;
  return sampleSize - failures >= successfulSamplesRequired;
}
