import { z } from 'zod';
import { CacheRule } from './cache-schema.ts';
import { RuleCondition } from './condition-schema.ts';
import { isReservedHeader } from './reserved-headers.ts';
import { HeaderName, HeaderValue, HostOrPlaceholder, Name } from './schema-words.ts';

/** What a rule does to a request whose conditions all hold. */

const HeaderAction = z
  .strictObject({
    type: z.enum(['ModifyRequestHeader', 'ModifyResponseHeader']),
    op: z.enum(['Overwrite', 'Append', 'Delete']),
    header: HeaderName.refine((name) => !isReservedHeader(name), {
      error: 'is a header that Front Door keeps for itself: no rule may touch it',
    }),
    value: HeaderValue.optional(),
  })
  .refine((action) => (action.op === 'Delete') === (action.value === undefined), {
    path: ['value'],
    error: 'is needed to Overwrite or Append, and not allowed for Delete',
  });

const RedirectText = z
  .string()
  .regex(
    /^[\x21-\x7e]+$/,
    'must be printable ASCII without spaces, and not empty: leave it out to keep what was asked',
  );
const RedirectPath = z.string().regex(/^\/[^\s?#\\]*$/, 'must begin with "/" and hold neither query nor fragment');

/** What is left out stays as it was asked; an empty text would mean the same at Front Door, and is not taken. */
const UrlRedirect = z.strictObject({
  type: z.literal('UrlRedirect'),
  status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)], {
    error: 'must be 301, 302, 307 or 308',
  }),
  protocol: z.enum(['MatchRequest', 'Http', 'Https']).default('MatchRequest'),
  host: HostOrPlaceholder.optional(),
  path: RedirectPath.optional(),
  query: RedirectText.optional(),
  fragment: RedirectText.optional(),
});

/** Puts `destination` in the place of the beginning `source` of the path at the origin. */
const UrlRewrite = z.strictObject({
  type: z.literal('UrlRewrite'),
  source: RedirectPath,
  destination: RedirectPath,
  preserveUnmatchedPath: z.boolean().default(false),
});

/**
 * Another group of origins, another cache rule, or both, for this request. As at Front Door the last override counts as a
 * whole: without a group it is the route's own, and without a cache rule (or with null) nothing is kept.
 */
const RouteConfigurationOverride = z
  .strictObject({
    type: z.literal('RouteConfigurationOverride'),
    originGroup: Name.optional(),
    forwarding: z.enum(['HttpOnly', 'HttpsOnly', 'MatchRequest']).optional(),
    cache: CacheRule.nullable().optional(),
  })
  .refine(({ originGroup, cache }) => originGroup !== undefined || cache !== undefined, {
    error: 'must name an origin group, a cache rule, or both',
  })
  .refine(({ originGroup, forwarding }) => originGroup !== undefined || forwarding === undefined, {
    path: ['forwarding'],
    error: 'goes only with an origin group',
  });

const Action = z.discriminatedUnion('type', [HeaderAction, UrlRedirect, UrlRewrite, RouteConfigurationOverride]);

const Rule = z
  .strictObject({
    name: Name,
    conditions: z.array(RuleCondition).max(10, 'a rule has at most 10 conditions').default([]),
    onMatch: z.enum(['Continue', 'Stop']).default('Continue'),
    actions: z.array(Action).min(1).max(5, 'a rule has at most 5 actions'),
  })
  .refine(
    ({ actions }) => ['UrlRedirect', 'UrlRewrite', 'RouteConfigurationOverride'].every((type) => once(actions, type)),
    {
      path: ['actions'],
      error: 'may hold one redirect, one rewrite and one override at most',
    },
  )
  .refine(
    ({ actions }) =>
      once(actions, 'UrlRedirect', 'UrlRewrite', 'RouteConfigurationOverride') || !some(actions, 'UrlRedirect'),
    {
      path: ['actions'],
      error: 'a redirect goes neither with a rewrite nor with an override',
    },
  );

function once(actions: readonly { readonly type: string }[], ...types: readonly string[]): boolean {
  return actions.filter(({ type }) => types.includes(type)).length <= 1;
}

function some(actions: readonly { readonly type: string }[], wanted: string): boolean {
  return actions.some(({ type }) => type === wanted);
}

export const RuleSet = z.strictObject({ name: Name, rules: z.array(Rule).min(1).max(25) });

export type Rule = Readonly<z.infer<typeof Rule>>;
export type HeaderAction = Readonly<z.infer<typeof HeaderAction>>;
export type UrlRedirect = Readonly<z.infer<typeof UrlRedirect>>;
export type UrlRewrite = Readonly<z.infer<typeof UrlRewrite>>;
