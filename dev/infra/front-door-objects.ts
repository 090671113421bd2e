import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { idInProfile, plainName } from './arm-names.ts';
import { type GroupObject, groupObject, type OriginObject, originObject } from './front-door-origins.ts';
import {
  cacheRules,
  cacheSetOf,
  HSTS_SET,
  hstsRules,
  type RuleObject,
  ruleObject,
  STATIC_SET,
  STRIP_SET,
  staticRules,
  stripRules,
} from './front-door-rules.ts';

type Route = RoutingConfig['routes'][number];
type Properties = Readonly<Record<string, unknown>>;

/** Everything of one Front Door profile, in the shapes of `Microsoft.Cdn`. Placeholders are filled in by the deployment. */
export type FrontDoorObjects = {
  readonly profile: { readonly sku: Properties; readonly properties: Properties };
  readonly endpoint: { readonly properties: Properties };
  /** The two switches of the configuration, which the deployment reads too. */
  readonly access: RoutingConfig['networkAccess'];
  readonly customDomain: Properties;
  /**
   * Origin groups of which each region gets its own, with a route below its own name: an upload's address is signed for
   * the account of one region, and no other can stand in for it.
   */
  readonly perRegion: readonly string[];
  readonly originGroups: readonly GroupObject[];
  readonly origins: readonly OriginObject[];
  readonly ruleSets: readonly { readonly name: string }[];
  readonly rules: readonly RuleObject[];
  readonly routes: readonly { readonly name: string; readonly properties: Properties }[];
};

/**
 * Pure: the same configuration always gives the same objects. A route's own time-out is not among them: Front Door has one
 * for the profile, and the roles keep theirs. Origins are always spoken to over TLS, and plain HTTP is always sent to HTTPS.
 */
export function frontDoorObjects(config: RoutingConfig): FrontDoorObjects {
  const routes = config.routes.filter((route) => route.enabled);
  const rules = [
    ...stripRules(),
    ...staticRules(),
    ...hstsRules(config),
    ...config.ruleSets.flatMap((set) => set.rules.map((rule, index) => ruleObject(set.name, rule, index + 1))),
    ...routes.flatMap(cacheRules),
  ];
  return {
    profile: {
      sku: { name: config.profile.sku },
      properties: {
        originResponseTimeoutSeconds: config.profile.originResponseTimeoutSeconds,
        logScrubbing: {
          state: 'Enabled',
          scrubbingRules: [
            { matchVariable: 'QueryStringArgNames', selectorMatchOperator: 'EqualsAny', state: 'Enabled' },
          ],
        },
      },
    },
    endpoint: { properties: { enabledState: config.networkAccess.blockPublicAccess ? 'Disabled' : 'Enabled' } },
    access: config.networkAccess,
    customDomain: { tlsSettings: tlsSettings(config) },
    perRegion: config.originGroups
      .filter(({ origins }) => origins.some(({ serves }) => serves === 'intake'))
      .map(({ name }) => name),
    originGroups: config.originGroups.map(groupObject),
    origins: config.originGroups.flatMap((group) => group.origins.map((origin) => originObject(group, origin))),
    ruleSets: [...new Set(rules.map(({ ruleSet }) => ruleSet))].map((name) => ({ name })),
    rules,
    routes: routes.map((route) => ({ name: route.name, properties: routeProperties(route, config) })),
  };
}

function tlsSettings({ tls }: RoutingConfig): Properties {
  return {
    certificateType: 'ManagedCertificate',
    minimumTlsVersion: tls.minimumVersion,
    cipherSuiteSetType: tls.cipherSuiteSet,
  };
}

function routeProperties(route: Route, config: RoutingConfig): Properties {
  return {
    originGroup: idInProfile('originGroups', route.originGroup),
    ...(route.originPath !== undefined && { originPath: route.originPath }),
    patternsToMatch: route.patterns,
    ruleSets: setsOf(route, config).map((name) => idInProfile('ruleSets', name)),
    supportedProtocols: ['Http', 'Https'],
    httpsRedirect: 'Enabled',
    forwardingProtocol: 'HttpsOnly',
    linkToDefaultDomain: 'Enabled',
    enabledState: 'Enabled',
    ...(route.cache !== null && { cacheConfiguration: cacheConfiguration(route.cache) }),
  };
}

function setsOf(route: Route, { originGroups, tls }: RoutingConfig): readonly string[] {
  const group = originGroups.find(({ name }) => name === route.originGroup);
  return [
    STRIP_SET,
    ...(tls.hsts === undefined ? [] : [HSTS_SET]),
    ...(group?.origins.some(({ serves }) => serves === 'static') ? [STATIC_SET] : []),
    // Before the configuration's own: of overrides the last one counts, and one that stops ends what follows.
    ...(cacheRules(route).length > 0 ? [cacheSetOf(route)] : []),
    ...route.ruleSets.map(plainName),
  ];
}

function cacheConfiguration(cache: NonNullable<Route['cache']>): Properties {
  return {
    queryStringCachingBehavior: cache.queryMode,
    ...(cache.queryParameters.length > 0 && { queryParameters: cache.queryParameters.join(',') }),
    compressionSettings: {
      isCompressionEnabled: cache.compression !== undefined,
      ...(cache.compression !== undefined && { contentTypesToCompress: cache.compression.types }),
    },
  };
}
