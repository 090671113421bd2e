import fc from 'fast-check';

/** Conditions of rules that Front Door can have. */

const transforms = fc.subarray(['Lowercase', 'Uppercase', 'Trim', 'UrlDecode', 'RemoveNulls']);
export const list = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
const text = fc.constantFrom('Equal', 'Contains', 'BeginsWith', 'EndsWith');
const length = fc.constantFrom('LessThan', 'LessThanOrEqual', 'GreaterThan', 'GreaterThanOrEqual');
const negate = fc.boolean();

export const anyCondition = fc.oneof(
  fc.record({
    variable: fc.constant('UrlPath'),
    operator: text,
    values: list(['a/', 'a/b', 'b', 'x.js', 'A/']),
    negate,
    transforms,
  }),
  fc.record({
    variable: fc.constant('UrlPath'),
    operator: fc.constant('Wildcard'),
    values: list(['a/*', '*.js', 'v1.0']),
    negate,
  }),
  fc.record({
    variable: fc.constant('UrlPath'),
    operator: fc.constant('RegEx'),
    values: list(['^a', 'b/?$', 'v\\d']),
    negate,
  }),
  fc.record({
    variable: fc.constantFrom('UrlFileName', 'UrlFileExtension'),
    operator: text,
    values: list(['js', 'x.js', 'ab']),
    negate,
    transforms,
  }),
  fc.record({
    variable: fc.constant('RequestMethod'),
    operator: fc.constant('Equal'),
    values: list(['GET', 'POST']),
    negate,
  }),
  fc.record({ variable: fc.constant('QueryString'), operator: fc.constant('Any'), negate }),
  fc.record({
    variable: fc.constant('QueryString'),
    operator: text,
    values: list(['v=1', 'v', '1']),
    negate,
    transforms,
  }),
  fc.record({
    variable: fc.constantFrom('QueryString', 'UrlPath'),
    operator: length,
    values: list(['0', '3', '5']),
    negate,
  }),
  fc.record({
    variable: fc.constant('RequestHeader'),
    selector: fc.constantFrom('X-In', 'x-none'),
    operator: text,
    values: list(['yes', 'y']),
    negate,
    transforms,
  }),
  fc.record({
    variable: fc.constant('RequestHeader'),
    selector: fc.constant('X-In'),
    operator: fc.constant('Any'),
    negate,
  }),
  fc.record({
    variable: fc.constant('Cookies'),
    selector: fc.constantFrom('c', 'd'),
    operator: text,
    values: list(['1', '2']),
    negate,
  }),
  fc.record({
    variable: fc.constant('RequestUri'),
    operator: fc.constantFrom('Contains', 'EndsWith'),
    values: list(['/a', 'b', 'v=1']),
    negate,
  }),
  fc.record({
    variable: fc.constantFrom('SocketAddr', 'RemoteAddress'),
    operator: fc.constant('IPMatch'),
    values: list(['203.0.113.0/24', '198.51.100.7']),
    negate,
  }),
  fc.record({
    variable: fc.constant('HttpVersion'),
    operator: fc.constant('Equal'),
    values: list(['1.1', '2.0']),
    negate,
  }),
  fc.record({
    variable: fc.constant('SslProtocol'),
    operator: fc.constant('Equal'),
    values: list(['TLSv1.2', 'TLSv1.3']),
    negate,
  }),
  fc.record({
    variable: fc.constant('ClientPort'),
    operator: fc.constant('BeginsWith'),
    values: list(['5', '50']),
    negate,
  }),
  fc.record({
    variable: fc.constant('HostName'),
    operator: text,
    values: list(['bi.example.com', 'other.example.com']),
    negate,
  }),
);

/** Conditions of the firewall's rules. */
export const anyWafCondition = fc.oneof(
  fc.record({
    variable: fc.constant('RequestUri'),
    operator: fc.constant('Contains'),
    values: list(['/b', 'v=1']),
    negate,
    transforms,
  }),
  fc.record({
    variable: fc.constant('RequestMethod'),
    operator: fc.constant('Equal'),
    values: list(['POST', 'HEAD']),
    negate,
  }),
  fc.record({
    variable: fc.constant('SocketAddr'),
    operator: fc.constant('IPMatch'),
    values: list(['203.0.113.0/24']),
    negate,
  }),
  fc.record({
    variable: fc.constant('RequestHeader'),
    selector: fc.constant('X-In'),
    operator: text,
    values: list(['yes']),
    negate,
  }),
);
