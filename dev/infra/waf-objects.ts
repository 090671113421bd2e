import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import type { Waf } from '../../shared/routing/waf-schema.ts';
import { plainName } from './arm-names.ts';
import { greaterThan } from './greater-than.ts';
import { patternsBefore, patternsOf } from './path-patterns.ts';

type Route = RoutingConfig['routes'][number];

export type WafCondition = {
  readonly matchVariable: string;
  readonly selector?: string;
  readonly operator: string;
  readonly negateCondition: boolean;
  readonly matchValue: readonly string[];
  readonly transforms: readonly string[];
};

export type WafRule = {
  readonly name: string;
  readonly priority: number;
  readonly enabledState: 'Enabled' | 'Disabled';
  readonly ruleType: 'MatchRule' | 'RateLimitRule';
  readonly rateLimitDurationInMinutes?: number;
  readonly rateLimitThreshold?: number;
  readonly groupBy?: readonly { readonly variableName: string }[];
  readonly matchConditions: readonly WafCondition[];
  readonly action: string;
};

/** Rules of our own come first: what no route takes need not be counted or looked into. */
const FIRST_PRIORITY = 1;
/** The configuration's own rules keep their order behind them. */
const OWN_PRIORITY = 1000;

/** The firewall policy: rules that stand in for what a route cannot say, the configuration's own, and Microsoft's. */
export function wafObject(config: RoutingConfig): WafObject {
  const { waf } = config;
  return {
    sku: { name: config.profile.sku },
    properties: {
      policySettings: {
        enabledState: 'Enabled',
        mode: waf?.mode ?? 'Prevention',
        requestBodyCheck: (waf?.requestBodyCheck ?? true) ? 'Enabled' : 'Disabled',
        customBlockResponseStatusCode: waf?.block.status ?? 403,
        customBlockResponseBody: Buffer.from(waf?.block.body ?? REFUSAL).toString('base64'),
        ...(waf?.redirectUrl !== undefined && { redirectUrl: waf.redirectUrl }),
        ...(waf !== undefined && waf.scrub.length > 0 && { logScrubbing: scrubbing(waf.scrub) }),
      },
      customRules: { rules: [...routeRules(config), ...(waf?.custom.map(ownRule) ?? [])] },
      managedRules: {
        managedRuleSets: (waf?.managed ?? []).map(({ type, version, action }) => ({
          ruleSetType: type,
          ruleSetVersion: version,
          ...(action !== undefined && { ruleSetAction: action }),
        })),
      },
    },
  };
}

export type WafObject = {
  readonly sku: { readonly name: string };
  readonly properties: {
    readonly policySettings: Readonly<Record<string, unknown>>;
    readonly customRules: { readonly rules: readonly WafRule[] };
    readonly managedRules: { readonly managedRuleSets: readonly Readonly<Record<string, string>>[] };
  };
};

/** What a refused client reads where the configuration has no text of its own: our envelope. */
const REFUSAL = JSON.stringify({ error: { code: 'RequestBlocked', message: 'The edge refused this request.' } });

function scrubbing(scrub: Waf['scrub']): unknown {
  return {
    state: 'Enabled',
    scrubbingRules: scrub.map(({ variable, selector }) => ({
      matchVariable: variable,
      selectorMatchOperator: selector === undefined ? 'EqualsAny' : 'Equals',
      ...(selector !== undefined && { selector }),
      state: 'Enabled',
    })),
  };
}

/**
 * What a Front Door route cannot say and the local edge does: which methods it takes, and how large a body. Both become
 * custom rules of the firewall. A body without a length is not measured here; the roles measure it themselves.
 */
export function routeRules(config: RoutingConfig): readonly WafRule[] {
  const routes = config.routes.filter((route) => route.enabled);
  const drafts = routes.flatMap((route) => [...methodRule(route, routes), ...bodyRules(route, routes, config)]);
  return drafts.map((draft, index) => ({ ...draft, priority: FIRST_PRIORITY + index }));
}

/** The configuration's own rules, in Azure's words. */
function ownRule(rule: Waf['custom'][number]): WafRule {
  return {
    name: rule.name,
    priority: OWN_PRIORITY + rule.priority,
    enabledState: rule.enabled ? 'Enabled' : 'Disabled',
    ruleType: rule.type === 'RateLimit' ? 'RateLimitRule' : 'MatchRule',
    ...(rule.threshold !== undefined && {
      rateLimitThreshold: rule.threshold,
      rateLimitDurationInMinutes: rule.windowMinutes ?? 1,
      groupBy: [{ variableName: rule.groupBy ?? 'SocketAddr' }],
    }),
    matchConditions: rule.conditions.map(({ variable, operator, values, selector, negate, transforms }) =>
      condition(variable, operator, values, {
        isNegated: negate,
        transforms,
        ...(selector !== undefined && { selector }),
      }),
    ),
    action: rule.action,
  };
}

type Draft = Omit<WafRule, 'priority'>;

function methodRule(route: Route, routes: readonly Route[]): readonly Draft[] {
  if (route.methods === undefined) return [];
  const method = condition('RequestMethod', 'Equal', route.methods, { isNegated: true });
  return [block(`${plainName(route.name)}Methods`, [method, ...onlyFor(route, routes)])];
}

function bodyRules(route: Route, routes: readonly Route[], { limits }: RoutingConfig): readonly Draft[] {
  const pattern = greaterThan(route.bodyBytes ?? limits.bodyBytes);
  const tooLarge = condition('RequestHeader', 'RegEx', [pattern], { selector: 'Content-Length', transforms: ['Trim'] });
  return [block(`${plainName(route.name)}Body`, [tooLarge, ...onlyFor(route, routes)])];
}

function onlyFor(route: Route, routes: readonly Route[]): readonly WafCondition[] {
  const before = patternsBefore(route, routes);
  return [
    address(patternsOf(route), false),
    ...(before.length === 0 ? [] : [address(before, true)]),
    ...(route.domains.includes('*') ? [] : [host(route.domains)]),
  ];
}

function address(patterns: readonly string[], isNegated: boolean): WafCondition {
  return condition('RequestUri', 'RegEx', patterns, { isNegated, transforms: ['Lowercase'] });
}

function host(domains: readonly string[]): WafCondition {
  const values = domains.map((domain) =>
    domain.startsWith('*.') ? `\\.${escaped(domain.slice(2))}(?::\\d+)?$` : `^${escaped(domain)}(?::\\d+)?$`,
  );
  return condition('RequestHeader', 'RegEx', values, { selector: 'Host', transforms: ['Lowercase'] });
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}

type ConditionOptions = {
  readonly selector?: string;
  readonly isNegated?: boolean;
  readonly transforms?: readonly string[];
};

/** One condition of a firewall rule; its values are alternatives. */
export function condition(
  matchVariable: string,
  operator: string,
  matchValue: readonly string[],
  { selector, isNegated = false, transforms = [] }: ConditionOptions = {},
): WafCondition {
  return {
    matchVariable,
    ...(selector === undefined ? {} : { selector }),
    operator,
    negateCondition: isNegated,
    matchValue,
    transforms,
  };
}

function block(name: string, matchConditions: readonly WafCondition[]): Draft {
  return { name, enabledState: 'Enabled', ruleType: 'MatchRule', matchConditions, action: 'Block' };
}
