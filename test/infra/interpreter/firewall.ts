import { holds, type Seen } from './condition.ts';
import type { Generated, WafRule } from './generated.ts';

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'blocked'; readonly rule: string }
  | { readonly kind: 'redirected'; readonly location: string };

/** Custom rules by priority, the lower first; the first of Allow, Block and Redirect ends it. Detection only writes down. */
export function firewall({ waf }: Generated): (seen: Seen, atMs: number) => Verdict {
  const { policySettings, customRules } = waf.properties;
  const rules = customRules.rules
    .filter((rule) => rule.enabledState === 'Enabled')
    .toSorted((a, b) => a.priority - b.priority);
  const counts = new Map<string, number>();
  return (seen, atMs) => {
    for (const rule of rules) {
      if (!matches(rule, seen) || !isOver(rule, seen, atMs, counts)) continue;
      const verdict = verdictOf(rule, policySettings);
      if (verdict !== undefined) return verdict;
    }
    return { kind: 'pass' };
  };
}

/** Undefined where the next rule is asked. */
function verdictOf({ action, name }: WafRule, settings: Settings): Verdict | undefined {
  if (action === 'Allow') return { kind: 'pass' };
  if (action === 'Log' || settings.mode !== 'Prevention') return undefined;
  if (action === 'Block') return { kind: 'blocked', rule: name };
  if (action === 'Redirect') return { kind: 'redirected', location: settings.redirectUrl ?? '' };
  throw new Error(`the interpreter knows no action ${action} of the firewall`);
}

type Settings = Generated['waf']['properties']['policySettings'];

function matches(rule: WafRule, seen: Seen): boolean {
  return rule.matchConditions.every(({ matchVariable, selector, operator, negateCondition, matchValue, transforms }) =>
    holds(
      { variable: matchVariable, selector, operator, negate: negateCondition, values: matchValue, transforms },
      seen,
    ),
  );
}

/** A rate limit acts once its window has seen more than its threshold; the windows are fixed. */
function isOver(rule: WafRule, seen: Seen, atMs: number, counts: Map<string, number>): boolean {
  if (rule.ruleType !== 'RateLimitRule') return true;
  const window = Math.floor(atMs / ((rule.rateLimitDurationInMinutes ?? 1) * 60_000));
  const key = `${rule.name} ${seen.address} ${window}`;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count > (rule.rateLimitThreshold ?? 0);
}
