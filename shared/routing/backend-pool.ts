import { type BreakerState, isOpen } from './circuit-breaker.ts';
import type { EdgeFault } from './edge-fault.ts';
import type { BackendPolicy, GatewayPolicies } from './gateway-policies-schema.ts';
import { pickByWeight } from './pick-by-weight.ts';

export type BackendDecision =
  | { readonly kind: 'backend'; readonly backend: BackendPolicy }
  | { readonly kind: 'refused'; readonly fault: EdgeFault };

/**
 * The backend for a call: the one named, or one of its pool. Of a pool those of the lowest priority number share by weight;
 * the next ones are asked only while the circuits of all before them are open. Where all are open, the call is refused with
 * the time until the first closes.
 */
export function chooseBackend(
  { backends }: GatewayPolicies,
  name: string,
  stateOf: (backend: string) => BreakerState,
  nowMs: number,
  turn: number,
): BackendDecision {
  const find = (wanted: string) => backends.find((backend) => backend.name === wanted);
  const entry = find(name);
  const members = (entry?.pool ?? [{ backend: name, priority: 1, weight: 1 }]).flatMap((member) => {
    const backend = find(member.backend);
    return backend === undefined ? [] : [{ ...member, backend }];
  });
  const closed = members.filter(({ backend }) => !isOpen(stateOf(backend.name), nowMs));
  const first = Math.min(...closed.map(({ priority }) => priority));
  const picked = pickByWeight(
    closed.filter(({ priority }) => priority === first),
    turn,
  );
  if (picked !== undefined) return { kind: 'backend', backend: picked.backend };
  const soonest = Math.min(...members.map(({ backend }) => stateOf(backend.name).openUntilMs));
  const retryAfterSeconds = Number.isFinite(soonest) ? Math.max(1, Math.ceil((soonest - nowMs) / 1000)) : 1;
  return { kind: 'refused', fault: { code: 'BackendUnavailable', retryAfterSeconds } };
}
