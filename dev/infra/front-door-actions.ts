import type { RuleCondition } from '../../shared/routing/condition-schema.ts';
import type { CacheRule, HeaderAction } from '../../shared/routing/routing-config.ts';
import type { Rule, UrlRedirect, UrlRewrite } from '../../shared/routing/rule-schema.ts';
import { idInProfile } from './arm-names.ts';

type Action = Rule['actions'][number];
type Override = Extract<Action, { readonly type: 'RouteConfigurationOverride' }>;

/** A rule's condition in the words of `Microsoft.Cdn`. */
export function conditionObject({ variable, selector, operator, negate, values, transforms }: RuleCondition): unknown {
  return {
    name: variable,
    parameters: {
      typeName: `DeliveryRule${CONDITION_TYPES[variable] ?? variable}ConditionParameters`,
      operator,
      negateCondition: negate,
      ...(selector !== undefined && { selector }),
      matchValues: values,
      transforms,
    },
  };
}

/** Azure's type names are not always its condition names. */
const CONDITION_TYPES: { readonly [name: string]: string } = {
  UrlFileExtension: 'UrlFileExtensionMatch',
  UrlFileName: 'UrlFilename',
  UrlPath: 'UrlPathMatch',
};

/** A rule's action in the words of `Microsoft.Cdn`. */
export function actionObject(action: Action): unknown {
  switch (action.type) {
    case 'ModifyRequestHeader':
    case 'ModifyResponseHeader':
      return headerAction(action);
    case 'UrlRedirect':
      return redirectAction(action);
    case 'UrlRewrite':
      return rewriteAction(action);
    case 'RouteConfigurationOverride':
      return overrideAction(action);
  }
}

export function headerAction(action: HeaderAction): unknown {
  return {
    name: action.type,
    parameters: {
      typeName: 'DeliveryRuleHeaderActionParameters',
      headerAction: action.op,
      headerName: action.header,
      ...(action.value !== undefined && { value: action.value }),
    },
  };
}

const REDIRECTS = { 301: 'Moved', 302: 'Found', 307: 'TemporaryRedirect', 308: 'PermanentRedirect' } as const;

function redirectAction({ status, protocol, host, path, query, fragment }: UrlRedirect): unknown {
  return {
    name: 'UrlRedirect',
    parameters: {
      typeName: 'DeliveryRuleUrlRedirectActionParameters',
      redirectType: REDIRECTS[status],
      destinationProtocol: protocol,
      ...(path !== undefined && { customPath: path }),
      ...(host !== undefined && { customHostname: host }),
      ...(query !== undefined && { customQueryString: query }),
      ...(fragment !== undefined && { customFragment: fragment }),
    },
  };
}

function rewriteAction({ source, destination, preserveUnmatchedPath }: UrlRewrite): unknown {
  return {
    name: 'UrlRewrite',
    parameters: {
      typeName: 'DeliveryRuleUrlRewriteActionParameters',
      sourcePattern: source,
      destination,
      preserveUnmatchedPath,
    },
  };
}

/** Another origin group, another cache rule, or none: where a cache configuration is absent, Front Door keeps nothing. */
export function overrideAction({ originGroup, forwarding, cache }: Partial<Omit<Override, 'type'>>): unknown {
  return {
    name: 'RouteConfigurationOverride',
    parameters: {
      typeName: 'DeliveryRuleRouteConfigurationOverrideActionParameters',
      ...(originGroup !== undefined && {
        originGroupOverride: {
          originGroup: idInProfile('originGroups', originGroup),
          forwardingProtocol: forwarding ?? 'HttpsOnly',
        },
      }),
      ...(cache !== undefined && cache !== null && { cacheConfiguration: cacheObject(cache) }),
    },
  };
}

function cacheObject(cache: CacheRule): unknown {
  return {
    queryStringCachingBehavior: cache.queryMode,
    ...(cache.queryParameters.length > 0 && { queryParameters: cache.queryParameters.join(',') }),
    isCompressionEnabled: cache.compression === undefined ? 'Disabled' : 'Enabled',
    cacheBehavior: cache.behavior,
    ...(cache.duration !== undefined && { cacheDuration: cache.duration }),
  };
}
