import { originOfCookie } from './affinity.ts';
import { isHealthy, type OriginHealth, UNKNOWN_HEALTH } from './origin-health.ts';
import { pickByWeight } from './pick-by-weight.ts';
import type { Origin, OriginGroup } from './routing.ts';

/** What the choice may know; without health every origin counts as well and equally fast. */
export type ChoiceFacts = {
  readonly healthOf?: (origin: string) => OriginHealth | undefined;
  /** The value of the client's affinity cookie. */
  readonly affinity?: string | undefined;
  /** Origins that failed this very request. */
  readonly tried?: readonly string[];
};

/**
 * The origin for the next request: of the healthy ones those with the lowest priority number, of these the ones about
 * as fast as the fastest, of these each gets its share by weight; a client with an affinity cookie stays where it was while
 * that origin may be chosen. `turn` counts the requests to this group, so that the choice needs neither clock nor chance.
 */
export function chooseOrigin(group: OriginGroup, turn: number, facts: ChoiceFacts = {}): Origin {
  const [only] = group.origins;
  if (only === undefined) throw new Error(`origin group ${group.name} is empty`);
  if (group.origins.length === 1) return only;
  const candidates = originsToAsk(group, facts.healthOf);
  const kept = group.sessionAffinity ? originOfCookie(group.name, candidates, facts.affinity) : undefined;
  return kept ?? pickByWeight(candidates, turn) ?? only;
}

/**
 * Another origin for a request that could not be delivered to those tried; undefined where none is left. Where all that is
 * left counts as failed, it is tried all the same.
 */
export function chooseOther(group: OriginGroup, turn: number, facts: ChoiceFacts): Origin | undefined {
  const left = group.origins.filter(({ name }) => facts.tried?.includes(name) !== true);
  return left.length === 0 ? undefined : chooseOrigin({ ...group, origins: left }, turn, facts);
}

/** The origins among which weight decides. Where every origin is unwell, all of them: an edge that refuses helps nobody. */
export function originsToAsk(
  { origins, loadBalancing }: OriginGroup,
  healthOf: ChoiceFacts['healthOf'] = () => undefined,
): readonly Origin[] {
  const states = origins.map((origin) => ({ origin, health: healthOf(origin.name) ?? UNKNOWN_HEALTH }));
  const healthy = states.filter(({ health }) => isHealthy(health, loadBalancing));
  if (healthy.length === 0) return origins;
  const first = Math.min(...healthy.map(({ origin }) => origin.priority));
  const preferred = healthy.filter(({ origin }) => origin.priority === first);
  const fastest = Math.min(...preferred.flatMap(({ health }) => health.latencyMs ?? []));
  const limit = fastest + loadBalancing.additionalLatencyMs;
  // One that has not been measured yet gets requests as if it were fast.
  return preferred.filter(({ health }) => (health.latencyMs ?? 0) <= limit).map(({ origin }) => origin);
}
