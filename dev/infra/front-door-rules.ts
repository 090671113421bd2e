import type { CacheRule, RoutingConfig } from '../../shared/routing/routing-config.ts';
import type { Rule } from '../../shared/routing/rule-schema.ts';
import { plainName } from './arm-names.ts';
import { actionObject, conditionObject, headerAction, overrideAction } from './front-door-actions.ts';

type Route = RoutingConfig['routes'][number];

export type RuleObject = {
  readonly ruleSet: string;
  readonly name: string;
  readonly properties: {
    readonly order: number;
    readonly conditions: readonly unknown[];
    readonly actions: readonly unknown[];
    readonly matchProcessingBehavior: 'Continue' | 'Stop';
  };
};

/** A rule as Front Door has it. */
export function ruleObject(ruleSet: string, rule: Rule, order: number): RuleObject {
  return {
    ruleSet: plainName(ruleSet),
    name: plainName(rule.name),
    properties: {
      order,
      conditions: rule.conditions.map(conditionObject),
      actions: rule.actions.map(actionObject),
      matchProcessingBehavior: rule.onMatch,
    },
  };
}

/**
 * What only a platform or the edge may say. Front Door sets its own names (`X-Azure-*`, `X-FD-*`, `X-Forwarded-*`) itself, and
 * lets no rule touch those and a few more, such as `Forwarded`.
 */
export const STRIPPED_HEADERS: readonly string[] = [
  'X-MS-CLIENT-PRINCIPAL',
  'X-MS-CLIENT-PRINCIPAL-ID',
  'X-MS-CLIENT-PRINCIPAL-NAME',
  'X-MS-CLIENT-PRINCIPAL-IDP',
  'X-MS-TOKEN-AAD-ACCESS-TOKEN',
  'X-MS-TOKEN-AAD-ID-TOKEN',
  'X-MS-TOKEN-AAD-REFRESH-TOKEN',
  'X-MS-TOKEN-AAD-EXPIRES-ON',
  'X-Original-URL',
  'X-Original-Host',
  'X-Rewrite-URL',
  'X-Real-IP',
  'X-HTTP-Method-Override',
  'X-Request-Id',
  'Request-Id',
  'Client-IP',
];

/** What tells the world which software answered. */
const HIDDEN_HEADERS: readonly string[] = ['Server', 'X-Powered-By', 'X-AspNet-Version', 'X-AspNetMvc-Version'];

/** The rule set that comes first on every route. */
export const STRIP_SET = 'stripHeaders';
const ACTIONS_OF_A_RULE = 5;

export function stripRules(): readonly RuleObject[] {
  const count = Math.ceil(STRIPPED_HEADERS.length / ACTIONS_OF_A_RULE);
  const fromClients = Array.from({ length: count }, (_, index) =>
    deletion(
      `strip${index + 1}`,
      index + 1,
      'ModifyRequestHeader',
      STRIPPED_HEADERS.slice(index * ACTIONS_OF_A_RULE, (index + 1) * ACTIONS_OF_A_RULE),
    ),
  );
  return [...fromClients, deletion('hide', count + 1, 'ModifyResponseHeader', HIDDEN_HEADERS)];
}

function deletion(
  name: string,
  order: number,
  type: 'ModifyRequestHeader' | 'ModifyResponseHeader',
  headers: readonly string[],
): RuleObject {
  return {
    ruleSet: STRIP_SET,
    name,
    properties: {
      order,
      conditions: [],
      actions: headers.map((header) => headerAction({ type, op: 'Delete', header })),
      matchProcessingBehavior: 'Continue',
    },
  };
}

/** The rule set of the routes to static files: Blob answers a caller with an identity only in a version that it names. */
export const STATIC_SET = 'staticOrigin';

export function staticRules(): readonly RuleObject[] {
  const actions = [
    headerAction({ type: 'ModifyRequestHeader', op: 'Overwrite', header: 'x-ms-version', value: '2023-11-03' }),
  ];
  const properties = { order: 1, conditions: [], actions, matchProcessingBehavior: 'Continue' as const };
  return [{ ruleSet: STATIC_SET, name: 'blobVersion', properties }];
}

/** The name of the set that says how long a route's files are kept, where that is not left to the origin. */
export function cacheSetOf(route: Route): string {
  return `cacheOf${plainName(`-${route.name}`)}`;
}

/** A route's own cache time, which Front Door has as a rule's action. None where the origin says it. */
export function cacheRules(route: Route): readonly RuleObject[] {
  const cache: CacheRule | null = route.cache;
  if (cache === null || cache.behavior === 'HonorOrigin') return [];
  const actions = [overrideAction({ cache })];
  const properties = { order: 1, conditions: [], actions, matchProcessingBehavior: 'Continue' as const };
  return [{ ruleSet: cacheSetOf(route), name: 'keep', properties }];
}

/** The rule set that tells browsers to stay with TLS; on every route, as `tls.hsts` is of the whole edge. */
export const HSTS_SET = 'strictTransport';

export function hstsRules({ tls }: RoutingConfig): readonly RuleObject[] {
  if (tls.hsts === undefined) return [];
  const { maxAgeSeconds, includeSubDomains, preload } = tls.hsts;
  const value = [
    `max-age=${maxAgeSeconds}`,
    ...(includeSubDomains ? ['includeSubDomains'] : []),
    ...(preload ? ['preload'] : []),
  ];
  const header = { type: 'ModifyResponseHeader', op: 'Overwrite', header: 'Strict-Transport-Security' } as const;
  const actions = [headerAction({ ...header, value: value.join('; ') })];
  const properties = { order: 1, conditions: [], actions, matchProcessingBehavior: 'Continue' as const };
  return [{ ruleSet: HSTS_SET, name: 'strict', properties }];
}
