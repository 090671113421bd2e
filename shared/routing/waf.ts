import { conditionHolds, looksAtBody } from './condition.ts';
import { countIn, secondsLeft, type Windows } from './fixed-window.ts';
import type { GeoOf, RequestFacts } from './request-facts.ts';
import type { Firewall, FirewallRule } from './routing.ts';

/** A rule that matched, for the log; it is never told to the client. */
export type WafMatch = { readonly rule: string; readonly action: FirewallRule['action'] };

/** What the firewall decided, and every rule that had a part in it. */
export type WafDecision = {
  readonly matches: readonly WafMatch[];
  readonly verdict:
    | { readonly kind: 'pass' }
    | {
        readonly kind: 'block';
        readonly status: number;
        readonly body: string | undefined;
        readonly retryAfterSeconds: number | undefined;
      }
    | { readonly kind: 'redirect'; readonly location: string };
};

/** The world that the firewall needs: the time, the counts so far, and where addresses are. */
export type WafWorld = { readonly nowMs: number; readonly windows: Windows; readonly geoOf: GeoOf };

const PASS: WafDecision = { matches: [], verdict: { kind: 'pass' } };

/**
 * Asks the custom rules from the lowest priority number on. The first that allows, blocks or redirects is the last; one that
 * only logs lets the next one look. A rate limit counts every request that its conditions hold for, and acts on those over
 * its threshold until its window ends. In Detection mode the same matches are noted and the request passes.
 */
export function decideWaf(firewall: Firewall | undefined, facts: RequestFacts, world: WafWorld): WafDecision {
  if (firewall === undefined || firewall.rules.length === 0) return PASS;
  const matches: WafMatch[] = [];
  for (const rule of firewall.rules) {
    if (!rule.conditions.every((condition) => conditionHolds(condition, facts, world.geoOf))) continue;
    const limit = rule.type === 'RateLimit' ? countAgainst(rule, facts, world) : undefined;
    if (limit?.isExceeded === false) continue;
    matches.push({ rule: rule.name, action: rule.action });
    if (rule.action === 'Log') continue;
    const isObeyed = firewall.mode === 'Prevention' && rule.action !== 'Allow';
    return { matches, verdict: isObeyed ? verdictFor(firewall, rule, limit?.retryAfterSeconds) : PASS.verdict };
  }
  return matches.length === 0 ? PASS : { matches, verdict: PASS.verdict };
}

/** Says whether the beginning of the body must be read before the firewall can decide. */
export function wafLooksAtBody(firewall: Firewall | undefined): boolean {
  return firewall?.rules.some(({ conditions }) => looksAtBody(conditions)) ?? false;
}

/** The longest window of the firewall's rules, after which a count can no longer matter. */
export function longestWindowMs(firewall: Firewall | undefined): number {
  return Math.max(0, ...(firewall?.rules ?? []).map(windowMs));
}

function verdictFor(
  { block, redirectUrl }: Firewall,
  { action }: FirewallRule,
  retryAfterSeconds: number | undefined,
): WafDecision['verdict'] {
  if (action === 'Redirect' && redirectUrl !== undefined) return { kind: 'redirect', location: redirectUrl };
  return { kind: 'block', status: block.status, body: block.body, retryAfterSeconds };
}

function countAgainst(
  rule: FirewallRule,
  facts: RequestFacts,
  { nowMs, windows, geoOf }: WafWorld,
): { readonly isExceeded: boolean; readonly retryAfterSeconds: number } {
  const window = countIn(windows, `${rule.name} ${groupOf(rule, facts, geoOf)}`, nowMs, windowMs(rule));
  return {
    isExceeded: window.count > (rule.threshold ?? 0),
    retryAfterSeconds: secondsLeft(window, nowMs, windowMs(rule)),
  };
}

/** Whose requests are counted together. */
function groupOf({ groupBy = 'SocketAddr' }: FirewallRule, { socketAddress }: RequestFacts, geoOf: GeoOf): string {
  switch (groupBy) {
    case 'SocketAddr':
      return socketAddress;
    case 'GeoLocation':
      return geoOf(socketAddress) ?? 'nowhere';
    case 'None':
      return 'all';
  }
}

function windowMs({ windowMinutes = 1 }: FirewallRule): number {
  return windowMinutes * 60_000;
}
