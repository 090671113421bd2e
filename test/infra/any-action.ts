import fc from 'fast-check';
import { list } from './any-condition.ts';

/** What rules of Front Door do, as many of each kind as a rule may have. */

/** Names of the origin groups. */
export const groups = fc.constantFrom('one', 'two');
const headerAction = fc.oneof(
  fc.record({
    type: fc.constantFrom('ModifyRequestHeader', 'ModifyResponseHeader'),
    op: fc.constantFrom('Overwrite', 'Append'),
    header: fc.constantFrom('X-In', 'X-A', 'X-B', 'x-a'),
    value: fc.constantFrom('1', 'two'),
  }),
  fc.record({
    type: fc.constantFrom('ModifyRequestHeader', 'ModifyResponseHeader'),
    op: fc.constant('Delete'),
    header: fc.constantFrom('X-In', 'X-A'),
  }),
);
export const anyCache = fc.oneof(
  fc.record({
    behavior: fc.constant('HonorOrigin'),
    queryMode: fc.constantFrom('UseQueryString', 'IgnoreQueryString'),
  }),
  fc.record({
    behavior: fc.constantFrom('OverrideAlways', 'OverrideIfOriginMissing'),
    duration: fc.constantFrom('00:10:00', '1.00:00:00'),
    queryMode: fc.constantFrom('IgnoreSpecifiedQueryStrings', 'IncludeSpecifiedQueryStrings'),
    queryParameters: list(['v', 'w']),
  }),
);
const redirect = fc.record(
  {
    type: fc.constant('UrlRedirect'),
    status: fc.constantFrom(301, 302, 307, 308),
    protocol: fc.constantFrom('MatchRequest', 'Http', 'Https'),
    host: fc.constant('new.example'),
    path: fc.constantFrom('/', '/moved'),
    query: fc.constant('k=v'),
    fragment: fc.constant('top'),
  },
  { requiredKeys: ['type', 'status'] },
);
const rewrite = fc.record({
  type: fc.constant('UrlRewrite'),
  source: fc.constantFrom('/', '/a', '/a/', '/b/'),
  destination: fc.constantFrom('/', '/new/', '/new.html'),
  preserveUnmatchedPath: fc.boolean(),
});
const override = fc
  .record(
    { type: fc.constant('RouteConfigurationOverride'), originGroup: groups, cache: fc.option(anyCache) },
    { requiredKeys: ['type'] },
  )
  .filter((one) => 'originGroup' in one || 'cache' in one);
export const anyActions = fc.oneof(
  fc.tuple(fc.array(headerAction, { minLength: 1, maxLength: 3 })),
  fc.tuple(fc.array(headerAction, { maxLength: 2 }), redirect),
  fc.tuple(fc.array(headerAction, { maxLength: 2 }), rewrite),
  fc.tuple(fc.array(headerAction, { maxLength: 2 }), override),
  fc.tuple(fc.array(headerAction, { maxLength: 2 }), rewrite, override),
);
