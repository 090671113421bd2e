import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsOf } from '../../../web/src/api/claims-challenge.ts';

const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1760000000"}}}';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('claims are read from the header among its other parameters', () => {
  const header = `Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="${base64(CLAIMS)}"`;
  expect(claimsOf(header)).toBe(CLAIMS);
});

test('every claim text comes back as it was, in either alphabet of base64', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.string()), fc.boolean(), async (claims, isUrl) => {
      const text = JSON.stringify(claims);
      const encoded = Buffer.from(text).toString(isUrl ? 'base64url' : 'base64');
      expect(claimsOf(`Bearer claims="${encoded}"`)).toBe(text);
    }),
  );
});

test.each([
  ['no header', null],
  ['a header without claims', 'Bearer error="invalid_token"'],
  ['empty claims', 'Bearer claims=""'],
  ['what is not base64', 'Bearer claims="%%%"'],
  ['what is not JSON', `Bearer claims="${base64('not json')}"`],
  ['a list', `Bearer claims="${base64('[1]')}"`],
  ['bytes that are no text', 'Bearer claims="//79"'],
  ['a parameter of a like name', `Bearer myclaims="${base64(CLAIMS)}"`],
])('%s asks for nothing', (_, header) => {
  expect(claimsOf(header)).toBeUndefined();
});
