import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeFacts } from '../../shared/telemetry/facts.ts';

const TENANT = '6f8b1f1e-0f0e-4f4d-8f8f-1b2c3d4e5f60';
const GOOD = {
  requestId: TENANT,
  tenantId: TENANT,
  operation: 'gateway-reports-get',
  role: 'gateway',
  method: 'GET',
  route: '/v1.0/myorg/reports/{reportId}',
  status: 200,
  outcome: 'not-found',
  store: 'metadata',
  calls: 'security.state,items.find',
  fileKind: 'csv',
  cache: 'hit',
  bytes: 12,
  rows: 0,
  compileMs: 0.25,
};
/** What opens doors, names a person, or is somebody's data. */
const NEVER = [
  'Bearer eyJhbGciOiJSUzI1NiJ9.eyJ0aWQiOiJ4In0.c2lnbmF0dXJl',
  `eyJ${'hbGciOiJSUzI1NiJ9'.repeat(8)}.eyJ0aWQiOiJ4In0.c2ln`,
  'https://x.blob.core.windows.net/intake/a?sv=2025&sig=abc%2F&se=2026',
  '?sig=abc%2F',
  'someone@contoso.example',
  "SELECT * FROM sales WHERE customer = 'Ann'",
  'Ann Smith',
  '/reports/x?filter=Ann',
  'Größe',
  'a\nb',
];

describe('what telemetry says', () => {
  test('is every fact that looks as it must', () => {
    expect(Object.fromEntries(safeFacts(GOOD))).toEqual(GOOD);
  });

  test.each(Object.keys(GOOD))('of "%s" is never a token, a signature, a name, SQL or a sentence', (name) => {
    for (const value of NEVER) expect(safeFacts({ [name]: value }), value).toEqual([]);
  });

  test('is nothing under a name that is not in the table', () => {
    expect(safeFacts({ value: 'csv', url: '/a', ['__proto__']: 'csv', constructor: 'csv' })).toEqual([]);
  });

  test.each(['status', 'bytes', 'rows', 'compileMs'])('of "%s" is a finite number', (name) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '12', null, undefined, [1], { a: 1 }]) {
      expect(safeFacts({ [name]: value })).toEqual([]);
    }
  });

  test('holds no blank, quote, at sign, question mark or line break, whatever is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(GOOD)), fc.string(), (name, value) =>
        safeFacts({ [name]: value }).every(([, said]) => !/[\s"'@?&%<>;]/.test(String(said))),
      ),
    );
  });
});
