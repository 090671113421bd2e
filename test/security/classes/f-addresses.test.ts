import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Invocation } from '../../../functions/route.ts';
import { webFrontEndRoutes } from '../../../functions/web-front-end/routes.ts';
import { ReportShape } from '../../../shared/contract/azimuth.ts';
import { path } from '../../../web/src/api/api.ts';
import { landingPath, returnPath } from '../../../web/src/app/session/return-path.ts';
import { decodeSelection, encodeSelection } from '../../../web/src/features/report/selection-address.ts';
import { HOSTILE_MARKUP, HOSTILE_TEXTS } from './hostile-texts.ts';

const OWN = 'https://bi.contoso.example';
const FOREIGN = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  ' https://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/@evil.example',
  'https:evil.example',
  '///evil.example',
  '/\n/evil.example',
  'http://azimuth.invalid@evil.example/',
  'https://azimuth.invalid.evil.example',
];

test('A07: the state of a sign-in is at most a path of our own, and never the callback again', () => {
  for (const state of FOREIGN) expect(new URL(landingPath(state), OWN).origin, state).toBe(OWN);
  for (const state of ['/auth/callback?code=x', '/auth/', '/x/../auth/callback', undefined, '']) {
    expect(landingPath(state)).toBe('/');
  }
  expect(landingPath('/reports/1?s=2#p')).toBe('/reports/1?s=2#p');
});

test('F13: wherever a sign-in leads back to, it is this origin', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.webPath()), (state) => {
      const landed = landingPath(state);
      expect(new URL(landed, OWN).origin).toBe(OWN);
      expect(landed).toMatch(/^\/(?![/\\])/);
    }),
  );
  expect(returnPath({ pathname: '/auth/callback', search: '?state=//evil.example', hash: '' })).toBe('/');
});

test('F13: a path that becomes another host once its dots are gone is not one of ours', () => {
  for (const state of ['/..//evil.example', '/.//evil.example', '/./\\evil.example']) {
    expect(new URL(landingPath(state), OWN).origin, state).toBe(OWN);
  }
});

test('F11: what an address picks is a list of filters or nothing', () => {
  const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const field = { table: 'T', field: 'A' };
  for (const text of [...HOSTILE_TEXTS, ...HOSTILE_MARKUP]) {
    expect(decodeSelection(text)).toEqual([]);
    const selection = [{ source: text, filters: [{ kind: 'in', field, values: [text] }] }] as const;
    expect(decodeSelection(encodeSelection(selection))).toEqual(selection);
  }
  for (const value of [
    { __proto__: 1 },
    [['v', [['x', 'T', 'A']]]],
    [['v', [['i', 'T', 'A', 0, [{ select: 1 }]]]]],
    [['v', [['i', 'T', 'A', '__proto__', [1]]]]],
    [['v', Array.from({ length: 21 }, () => ['i', 'T', 'A', 0, [1]])]],
    [[{}, {}]],
  ]) {
    expect(decodeSelection(packed(value))).toEqual([]);
  }
  expect(Object.prototype).not.toHaveProperty('select');
});

test('F12: an id out of an address stays one part of the path that is asked', () => {
  const asked = (id: string) => new URL(`${OWN}/azimuth/v1${path`/reports/${id}/pages`}`).pathname;
  for (const id of [
    '../../v1.0/myorg/groups',
    '..\\..\\x',
    'a/b',
    '%2e%2e%2f',
    'x?y=1',
    'x#y',
    '//evil.example',
    'x;y',
    '@evil',
  ]) {
    expect(asked(id).split('/')).toHaveLength(6);
    expect(asked(id)).toMatch(/^\/azimuth\/v1\/reports\/[^/]+\/pages$/);
  }
});

test('F12: a name of nothing but dots leads to no address, and no report can have one', () => {
  for (const name of ['.', '..']) {
    expect(() => path`/reports/r/pages/${name}/data`).toThrow('cannot be a part of an address');
    const page = { name, displayName: 'One', width: 1280, height: 720, visuals: [] };
    expect(ReportShape.safeParse({ pages: [page] }).success).toBe(false);
    expect(ReportShape.safeParse({ pages: [{ ...page, name: `${name}x` }] }).success).toBe(true);
  }
});

test('F09: the page is the same for every address, says nothing of it, and runs only what it came with', async () => {
  const origins = { signIn: ['https://login.example'], intake: 'https://intake.example' };
  const template = '<script nonce="__NONCE__" src="/assets/app.js"></script>';
  const routes = webFrontEndRoutes({
    readPage: async () => template,
    wellKnown: {
      authority: 'https://login.example/organizations',
      tokenEndpoint: 'https://login.example/token',
      clientId: 'c',
      scope: 's',
      apiBase: `${OWN}/v1.0/myorg`,
      azimuthBase: `${OWN}/azimuth/v1`,
      version: '0',
    },
    origins,
  });
  const handler = routes.at(-1)?.handler;
  const invocation: Invocation = { signal: new AbortController().signal, log: () => undefined };
  const nonces = new Set<string>();
  for (const payload of HOSTILE_MARKUP) {
    const address = `${OWN}/x/${encodeURIComponent(payload)}?q=${encodeURIComponent(payload)}&__NONCE__`;
    const answer = await handler?.(
      new Request(address, { headers: { referer: payload.replace(/[^\x20-\x7e]/g, '') } }),
      invocation,
    );
    const policy = answer?.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']{24})'/.exec(policy)?.[1] ?? '';
    nonces.add(nonce);
    expect(await answer?.text()).toBe(template.replace('__NONCE__', nonce));
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src'));
    expect(scripts).toBe(`script-src 'self' 'nonce-${nonce}'`);
    for (const part of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(answer?.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(nonces.size).toBe(HOSTILE_MARKUP.length);
});
