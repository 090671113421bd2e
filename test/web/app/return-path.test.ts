import { expect, test } from 'vitest';
import { landingPath, returnPath } from '../../../web/src/app/session/return-path.ts';

test.each([
  ['/reports/1/overview?picked=abc#x', '/reports/1/overview?picked=abc#x'],
  ['/', '/'],
  [undefined, '/'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  ['/\\elsewhere.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/auth/callback', '/'],
  ['/\t/elsewhere.example', '/'],
])('a sign-in that began at %s lands at %s', (state, path) => {
  expect(landingPath(state)).toBe(path);
});

test('the address to come back to keeps query and fragment, and is never the callback', () => {
  expect(returnPath({ pathname: '/reports/1', search: '?a=1', hash: '#b' })).toBe('/reports/1?a=1#b');
  expect(returnPath({ pathname: '/auth/callback', search: '?code=1', hash: '' })).toBe('/');
});
