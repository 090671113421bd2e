import { z } from 'zod';
import { type CacheSettings, type GeneratedRule, named } from './generated.ts';

type Action = GeneratedRule['properties']['actions'][number];
export type HeaderTable = Record<string, string | undefined>;

const Redirect = z.strictObject({
  typeName: z.literal('DeliveryRuleUrlRedirectActionParameters'),
  redirectType: z.enum(['Moved', 'Found', 'TemporaryRedirect', 'PermanentRedirect']),
  destinationProtocol: z.enum(['MatchRequest', 'Http', 'Https']),
  customHostname: z.string().optional(),
  customPath: z.string().optional(),
  customQueryString: z.string().optional(),
  customFragment: z.string().optional(),
});
const Rewrite = z.strictObject({
  typeName: z.literal('DeliveryRuleUrlRewriteActionParameters'),
  sourcePattern: z.string(),
  destination: z.string(),
  preserveUnmatchedPath: z.boolean(),
});
const Override = z.strictObject({
  typeName: z.literal('DeliveryRuleRouteConfigurationOverrideActionParameters'),
  originGroupOverride: z
    .strictObject({ originGroup: z.object({ id: z.string() }), forwardingProtocol: z.string() })
    .optional(),
  cacheConfiguration: z
    .strictObject({
      queryStringCachingBehavior: z.string(),
      queryParameters: z.string().optional(),
      isCompressionEnabled: z.enum(['Enabled', 'Disabled']),
      cacheBehavior: z.string(),
      cacheDuration: z.string().optional(),
    })
    .optional(),
});
const Header = z.strictObject({
  typeName: z.literal('DeliveryRuleHeaderActionParameters'),
  headerAction: z.enum(['Append', 'Overwrite', 'Delete']),
  headerName: z.string(),
  value: z.string().optional(),
});

export type RedirectAction = z.infer<typeof Redirect>;
export type RewriteAction = z.infer<typeof Rewrite>;

/** What the rules have come to so far. Of rewrites and overrides the last one counts; a redirect ends it. */
export type Acted = {
  readonly request: HeaderTable;
  readonly response: HeaderTable;
  redirect?: RedirectAction;
  rewrite?: RewriteAction;
  override?: { readonly group: string | undefined; readonly cache: CacheSettings | undefined };
};

/** Carries out one action of a rule by Front Door's documentation. */
export function act({ name, parameters }: Action, acted: Acted): void {
  switch (name) {
    case 'ModifyRequestHeader':
      modify(acted.request, Header.parse(parameters));
      return;
    case 'ModifyResponseHeader':
      modify(acted.response, Header.parse(parameters));
      return;
    case 'UrlRedirect':
      acted.redirect = Redirect.parse(parameters);
      return;
    case 'UrlRewrite':
      acted.rewrite = Rewrite.parse(parameters);
      return;
    case 'RouteConfigurationOverride':
      acted.override = overrideOf(Override.parse(parameters));
      return;
    default:
      throw new Error(`the interpreter knows no action ${name}`);
  }
}

/** Without a group it is the route's, and without a cache configuration nothing is kept. */
function overrideOf({ originGroupOverride, cacheConfiguration: cache }: z.infer<typeof Override>) {
  return {
    group: originGroupOverride && named(originGroupOverride.originGroup),
    cache: cache && {
      query: cache.queryStringCachingBehavior,
      parameters: cache.queryParameters ?? '',
      behavior: cache.cacheBehavior,
      duration: cache.cacheDuration,
    },
  };
}

/** What is appended follows without a delimiter. */
function modify(headers: HeaderTable, { headerAction, headerName, value = '' }: z.infer<typeof Header>): void {
  const name = headerName.toLowerCase();
  if (/^(x-azure-|x-forwarded-|x-fd-|x-ec-)|^(forwarded|via|host|content-length|range)$/.test(name)) {
    throw new Error(`Front Door refuses to deploy a rule for its own header ${headerName}`);
  }
  if (headerAction === 'Delete') headers[name] = undefined;
  else headers[name] = headerAction === 'Append' ? `${headers[name] ?? ''}${value}` : value;
}
