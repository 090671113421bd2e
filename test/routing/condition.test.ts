import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionHolds, looksAtBody, prepareCondition } from '../../shared/routing/condition.ts';
import { RuleCondition, WafCondition } from '../../shared/routing/condition-schema.ts';
import type { RequestFacts } from '../../shared/routing/request-facts.ts';
import { factsOf, geoOf } from './sample-facts.ts';

const holds = (spec: Readonly<Record<string, unknown>>, facts: Partial<RequestFacts> = {}) =>
  conditionHolds(prepareCondition(RuleCondition.parse(spec)), factsOf(facts), geoOf);
const on = (variable: string, operator: string, ...values: readonly string[]) => ({ variable, operator, values });

describe('X-11: what a condition looks at', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  test.each([
    [on('ClientPort', 'Equal', '50000'), {}],
    [on('ServerPort', 'Equal', '443'), {}],
    [{ ...on('Cookies', 'Equal', '1'), selector: 'stamp' }, { headers: { cookie: 'a=b; stamp=1' } }],
    [on('HostName', 'Equal', 'app.example'), { host: 'app.example:8443' }],
    [on('HttpVersion', 'Equal', '2.0'), { httpVersion: '2.0' as const }],
    [on('IsDevice', 'Equal', 'Mobile'), { headers: { 'user-agent': 'Mozilla/5.0 (iPhone) Mobile/15' } }],
    [on('IsDevice', 'Equal', 'Desktop'), {}],
    [
      { ...on('PostArgs', 'BeginsWith', 'J'), selector: 'name' },
      { method: 'POST', headers: form, body: 'x=1&name=Jo' },
    ],
    [on('QueryString', 'Contains', 'language=en-US'), { query: '?a=1&language=en-US' }],
    [on('RemoteAddress', 'IPMatch', '203.0.113.0/24'), {}],
    [on('RemoteAddress', 'GeoMatch', 'DE'), {}],
    [on('SocketAddr', 'IPMatch', '2001:db8::/32'), { socketAddress: '2001:db8::1' }],
    [on('RequestBody', 'Contains', 'needle'), { body: 'hay needle hay' }],
    [{ ...on('RequestHeader', 'Equal', 'yes'), selector: 'X-Test' }, { headers: { 'x-test': 'yes' } }],
    [on('RequestMethod', 'Equal', 'DELETE', 'PUT'), { method: 'PUT' }],
    [on('RequestScheme', 'Equal', 'HTTPS'), {}],
    [on('RequestUri', 'Equal', 'https://app.example/files/Report.pdf?x=1'), { query: '?x=1' }],
    [on('SslProtocol', 'Equal', 'TLSv1.3'), { tlsVersion: 'TLSv1.3' as const }],
    [on('UrlFileExtension', 'Equal', 'pdf'), {}],
    [on('UrlFileName', 'Equal', 'Report.pdf'), {}],
    [on('UrlPath', 'BeginsWith', 'files/'), {}],
  ])('%j holds', (spec, facts) => {
    expect(holds(spec, facts)).toBe(true);
    expect(holds({ ...spec, negate: true }, facts)).toBe(false);
  });

  test.each([
    [{ ...on('Cookies', 'Equal', '1'), selector: 'stamp' }, { headers: { cookie: 'stamped=1' } }],
    [
      { ...on('PostArgs', 'Equal', '1'), selector: 'a' },
      { method: 'POST', headers: {}, body: 'a=1' },
    ],
    [on('SslProtocol', 'Equal', 'TLSv1.2'), { scheme: 'http' as const }],
    [on('UrlFileExtension', 'Any'), { path: '/files/README' }],
    [on('QueryString', 'Any'), {}],
    [on('RemoteAddress', 'GeoMatch', 'DE'), { clientAddress: '198.51.100.1' }],
    [on('SocketAddr', 'IPMatch', '10.0.0.0/8'), { socketAddress: 'no address' }],
  ])('%j does not hold where the request has no such thing, and its negation does', (spec, facts) => {
    expect(holds(spec, facts)).toBe(false);
    expect(holds({ ...spec, negate: true }, facts)).toBe(true);
  });
});

describe('X-11: operators', () => {
  const at = (operator: string, ...values: readonly string[]) => on('UrlPath', operator, ...values);
  test.each([
    [at('Any'), true],
    [at('Equal', 'files/Report.pdf'), true],
    [at('Equal', 'files/report.pdf'), false],
    [at('Contains', 'x', 'Rep'), true],
    [at('BeginsWith', 'Report'), false],
    [at('EndsWith', '.pdf'), true],
    // Numbers are compared with the length, here 16.
    [at('LessThan', '17'), true],
    [at('LessThan', '16'), false],
    [at('LessThanOrEqual', '16'), true],
    [at('GreaterThan', '16'), false],
    [at('GreaterThan', '15'), true],
    [at('GreaterThanOrEqual', '16'), true],
    [at('RegEx', '^files/[A-Z]'), true],
    [at('RegEx', '^Report'), false],
    [at('Wildcard', 'files/*.pdf'), true],
    [at('Wildcard', 'files/*/x.pdf'), false],
    [at('Wildcard', 'f.les/*'), false],
    [at('Wildcard', '*'), true],
  ])('%j: %s', (spec, expected) => {
    expect(holds(spec)).toBe(expected);
  });

  test.each([
    [['Lowercase'], 'files/report.pdf', '/FILES/Report.PDF'],
    [['Uppercase'], 'FILES/REPORT.PDF', '/files/Report.pdf'],
    [['UrlDecode'], 'a b/%zz', '/a%20b/%zz'],
    [['UrlDecode', 'UrlDecode'], 'a/b', '/a%252fb'],
    [['UrlEncode'], 'a%2Fb', '/a/b'],
    [['UrlDecode', 'RemoveNulls', 'Trim'], 'ab', '/%20a%00b%20'],
  ])('the transforms %j make the request match %s', (transforms, value, path) => {
    expect(holds({ ...on('UrlPath', 'Equal', value), transforms }, { path })).toBe(true);
  });

  test('a condition and its negation never agree, whatever the request is', () => {
    const variables = fc.constantFrom('UrlPath', 'QueryString', 'HostName', 'UrlFileName', 'RequestUri');
    const operators = fc.constantFrom('Equal', 'Contains', 'BeginsWith', 'EndsWith');
    fc.assert(
      fc.property(
        variables,
        operators,
        fc.stringMatching(/^[a-z%.]{1,4}$/),
        fc.webPath(),
        (variable, operator, value, path) => {
          const spec = on(variable, operator, value);
          const facts = { path: path === '' ? '/' : path };
          expect(holds(spec, facts)).not.toBe(holds({ ...spec, negate: true }, facts));
        },
      ),
    );
  });
});

describe('a condition is refused with', () => {
  test.each([
    ['an operator that does not go with it', on('RequestScheme', 'Contains', 'HTTP'), 'operator'],
    ['a selector that it has no use for', { ...on('UrlPath', 'Any'), selector: 'x' }, 'selector'],
    ['a missing selector', on('RequestHeader', 'Equal', 'x'), 'selector'],
    ['values for Any', on('UrlPath', 'Any', 'x'), 'values'],
    ['no values', on('UrlPath', 'Equal'), 'values'],
    ['a leading slash', on('UrlPath', 'BeginsWith', '/files'), 'values.0'],
    ['a wrong address', on('RemoteAddress', 'IPMatch', '10.0.0.0/33'), 'values.0'],
    ['a wrong country', on('RemoteAddress', 'GeoMatch', 'Germany'), 'values.0'],
    ['a length that is none', on('UrlPath', 'LessThan', 'ten'), 'values.0'],
    ['no regular expression', on('UrlPath', 'RegEx', '('), 'values.0'],
    ['a look-ahead', on('UrlPath', 'RegEx', 'a(?=b)'), 'values.0'],
    ['a back-reference', on('UrlPath', 'RegEx', '(a)\\1'), 'values.0'],
    ['an unknown protocol version', on('HttpVersion', 'Equal', '3.0'), 'values.0'],
  ])('%s', (_, spec, path) => {
    const parsed = RuleCondition.safeParse(spec);
    expect(parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  test("the other product's words", () => {
    expect(RuleCondition.safeParse(on('RemoteAddr', 'IPMatch', '::1')).success).toBe(false);
    expect(WafCondition.safeParse(on('RemoteAddr', 'IPMatch', '::1')).success).toBe(true);
    expect(WafCondition.safeParse(on('UrlPath', 'Any')).success).toBe(false);
  });
});

test('only conditions on the body need the body', () => {
  const prepared = (spec: Readonly<Record<string, unknown>>) => [prepareCondition(RuleCondition.parse(spec))];
  expect(looksAtBody(prepared(on('RequestBody', 'Contains', 'x')))).toBe(true);
  expect(looksAtBody(prepared({ ...on('PostArgs', 'Any'), selector: 'x' }))).toBe(true);
  expect(looksAtBody(prepared(on('UrlPath', 'Any')))).toBe(false);
});
