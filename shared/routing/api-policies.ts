import { chooseBackend } from './backend-pool.ts';
import { type BreakerState, CLOSED } from './circuit-breaker.ts';
import { decideCors } from './cors.ts';
import { counterKey } from './counter-key.ts';
import type { EdgeFault } from './edge-fault.ts';
import type { ApiPolicy, BackendPolicy, GatewayPolicies } from './gateway-policies-schema.ts';
import { matchApi } from './match-api.ts';
import { type QuotaUse, quotaByKey } from './quota-by-key.ts';
import { type CallLog, rateLimitByKey } from './rate-limit-by-key.ts';
import { type RequestFacts, textOf } from './request-facts.ts';
import { type Claims, type Verifier, validateJwt } from './validate-jwt.ts';

/** What is kept between calls. Each map answers undefined for what it does not know; a `Map` is one. */
export type PolicyMemory = {
  readonly rates: Pick<Map<string, CallLog>, 'get' | 'set'>;
  readonly quotas: Pick<Map<string, QuotaUse>, 'get' | 'set'>;
  readonly breakers: Pick<Map<string, BreakerState>, 'get' | 'set'>;
};

export type PolicyWorld = {
  readonly memory: PolicyMemory;
  readonly verify: Verifier;
  readonly nowMs: number;
  readonly turn: number;
};

/** What the policies make of a call before it is forwarded. Header lists are flat. */
export type PolicyDecision =
  | ForwardDecision
  | { readonly kind: 'no-api' }
  | { readonly kind: 'answer'; readonly status: number; readonly headers: readonly string[] }
  | { readonly kind: 'refused'; readonly fault: EdgeFault; readonly headers: readonly string[] };

/** A call that goes on to its backend. */
export type ForwardDecision = {
  readonly kind: 'forward';
  readonly api: ApiPolicy;
  readonly backend: BackendPolicy;
  readonly timeoutMs: number;
  readonly claims: Claims | undefined;
  /** To be added to the answer. */
  readonly headers: readonly string[];
};

/**
 * Applies the policies in API Management's order: CORS, token, rate limits, quotas, backend. Refusals to a page of another
 * origin carry its CORS headers, or the page could not read why. What `memory` holds is brought up to date.
 */
export async function applyPolicies(
  policies: GatewayPolicies,
  facts: RequestFacts,
  world: PolicyWorld,
): Promise<PolicyDecision> {
  const api = matchApi(policies, facts.path);
  if (api === undefined) return { kind: 'no-api' };
  const cors = api.cors === undefined ? undefined : decideCors(api.cors, facts);
  if (cors?.kind === 'answer') return cors;
  const headers = cors?.kind === 'cross-origin' ? cors.headers : [];
  const token =
    api.validateJwt === undefined
      ? undefined
      : await validateJwt(
          api.validateJwt,
          textOf(facts.headers['authorization']),
          world.verify,
          Math.floor(world.nowMs / 1000),
        );
  if (token?.kind === 'refused') return { kind: 'refused', fault: token.fault, headers };
  const limited = applyLimits(api, token?.claims, facts.clientAddress, world);
  if (limited.fault !== undefined) return { kind: 'refused', fault: limited.fault, headers };
  const chosen = chooseBackend(
    policies,
    api.backend,
    (name) => world.memory.breakers.get(name) ?? CLOSED,
    world.nowMs,
    world.turn,
  );
  if (chosen.kind === 'refused') return { ...chosen, headers };
  return {
    kind: 'forward',
    api,
    backend: chosen.backend,
    timeoutMs: api.forward.timeoutSeconds * 1000,
    claims: token?.claims,
    headers: [...headers, ...limited.headers],
  };
}

/** Under what the count of one limit or quota of an API is kept. */
export function memoryKey(api: string, index: number, counter: string): string {
  return `${api} ${index} ${counter}`;
}

type Limited = { readonly fault?: EdgeFault; readonly headers: readonly string[] };

function applyLimits(
  { name, rateLimits, quotas }: ApiPolicy,
  claims: Claims | undefined,
  address: string,
  { memory, nowMs }: PolicyWorld,
): Limited {
  const headers: string[] = [];
  for (const [index, limit] of rateLimits.entries()) {
    const key = memoryKey(name, index, counterKey(limit.key, claims, address));
    const decision = rateLimitByKey(limit, memory.rates.get(key) ?? [], nowMs);
    memory.rates.set(key, decision.log);
    if (decision.kind === 'refused') return { fault: decision.fault, headers };
    if (limit.remainingHeader !== undefined) headers.push(limit.remainingHeader, String(decision.remaining));
  }
  for (const [index, quota] of quotas.entries()) {
    const key = memoryKey(name, index, counterKey(quota.key, claims, address));
    const decision = quotaByKey(quota, memory.quotas.get(key), nowMs);
    memory.quotas.set(key, decision.use);
    if (decision.kind === 'refused') return { fault: decision.fault, headers };
  }
  return { headers };
}
