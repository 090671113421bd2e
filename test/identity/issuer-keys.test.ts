import { createServer, type Server } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIssuerKeys, type IssuerKeysSettings } from '../../shared/identity/issuer-keys.ts';
import { codeOf, newSigner, type Signer, V2 } from './token-fixture.ts';

const URL_OF_KEYS = 'https://login.example/keys';
const HOUR = 3600_000;
const MINUTE = 60_000;

let first: Signer;
let second: Signer;
beforeAll(async () => {
  first = await newSigner('k1');
  second = await newSigner('k2');
});

const keySet = (signers: readonly Signer[]) => ({ keys: signers.map(({ jwk }) => ({ ...jwk, issuer: V2 })) });

/** A place of keys that answers what the test says, a clock that the test moves, and what was asked for. */
function place() {
  const state = {
    now: Date.parse('2026-03-01T12:00:00Z'),
    answer: async (): Promise<Response> => Response.json(keySet([first])),
    asked: 0,
  };
  const settings: IssuerKeysSettings = {
    url: URL_OF_KEYS,
    now: () => new Date(state.now),
    fetch: async (url) => {
      expect(url).toBe(URL_OF_KEYS);
      state.asked += 1;
      return state.answer();
    },
  };
  return { state, keys: createIssuerKeys(settings) };
}

const down = async (): Promise<Response> => {
  throw new TypeError('fetch failed');
};
/** Lets a fetch in the background come to its end. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("an issuer's keys", () => {
  test('I-30: are fetched once and found by kid, each with the issuer that it is for', async () => {
    const { state, keys } = place();
    expect(await keys('k1')).toMatchObject({ issuer: V2, key: { algorithm: { name: 'RSASSA-PKCS1-v1_5' } } });
    await keys('k1');
    expect(state.asked).toBe(1);
  });

  test('I-30: are fetched once by many first callers at the same time', async () => {
    const { state, keys } = place();
    const found = await Promise.all(Array.from({ length: 50 }, () => keys('k1')));
    expect(found.every((one) => one !== undefined)).toBe(true);
    expect(state.asked).toBe(1);
  });

  test('I-30: older than an hour are fetched again, and nobody waits for that', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.now += HOUR;
    let answer: (response: Response) => void = () => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    expect(await keys('k1')).toBeDefined();
    expect(await keys('k1')).toBeDefined();
    expect(state.asked).toBe(2);
    answer(Response.json(keySet([second])));
    await settle();
    state.answer = async () => Response.json(keySet([second]));
    expect(await keys('k2')).toBeDefined();
    expect(state.asked).toBe(2);
    expect(await keys('k1')).toBeUndefined();
  });

  test('I-30: a new key is found at once, though the known ones are fresh', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.answer = async () => Response.json(keySet([first, second]));
    expect(await keys('k2')).toBeDefined();
    expect(state.asked).toBe(2);
  });

  test('I-30: a flood of forged kids causes one fetch in five minutes', async () => {
    const { state, keys } = place();
    await keys('k1');
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 200 }, (_, at) => keys(`forged-${round}-${at}`)));
      state.now += MINUTE - 1;
    }
    expect(state.asked).toBe(2);
    state.now += MINUTE;
    expect(await keys('forged-again')).toBeUndefined();
    expect(state.asked).toBe(3);
    expect(await keys('k1')).toBeDefined();
  });

  test('I-30: a rollover under load lets every token through, with one fetch', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.answer = async () => Response.json(keySet([first, second]));
    const found = await Promise.all(Array.from({ length: 100 }, (_, at) => keys(at % 2 === 0 ? 'k1' : 'k2')));
    expect(found.filter((one) => one === undefined)).toEqual([]);
    expect(state.asked).toBe(2);
  });

  test('I-30: last known stay good for as long as the place is down, and are renewed when it is back', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.answer = down;
    for (let hours = 0; hours < 48; hours += 1) {
      state.now += HOUR;
      expect(await keys('k1')).toBeDefined();
      await settle();
    }
    state.answer = async () => Response.json(keySet([second]));
    state.now += 5 * MINUTE;
    await keys('k1');
    await settle();
    expect(await keys('k2')).toBeDefined();
  }, 20_000);

  test('I-30: while the place is down it is asked again once in five minutes, not with each request', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.answer = down;
    state.now += HOUR;
    for (let seconds = 0; seconds < 299; seconds += 1) {
      await keys('k1');
      if (seconds % 50 === 0) await settle();
      state.now += 1000;
    }
    expect(state.asked).toBe(2);
  });

  test('an unknown kid while the place is down is nobody’s fault; a known one is found', async () => {
    const { state, keys } = place();
    await keys('k1');
    state.answer = down;
    expect(await codeOf(keys('k2'))).toBe('upstream-unavailable');
    expect(await codeOf(keys('k2'))).toBe('upstream-unavailable');
    expect(await keys('k1')).toBeDefined();
    expect(state.asked).toBe(2);
  });

  test('without any key nobody gets in, the place is asked once a second, and it recovers', async () => {
    const { state, keys } = place();
    state.answer = down;
    expect(await codeOf(keys('k1'))).toBe('upstream-unavailable');
    state.now += 999;
    expect(await codeOf(keys('k1'))).toBe('upstream-unavailable');
    expect(state.asked).toBe(1);
    state.answer = async () => Response.json(keySet([first]));
    state.now += 1;
    expect(await codeOf(keys('k1'))).toBe('accepted');
  });

  test.each<[string, () => Promise<Response>]>([
    ['an error', async () => new Response('{}', { status: 500 })],
    ['a success without keys', async () => new Response(null, { status: 204 })],
    ['a page', async () => new Response('<html></html>')],
    ['JSON that is no key set', async () => Response.json({ jwks: [] })],
    ['no key', async () => Response.json({ keys: [] })],
    ['no key of use', async () => Response.json({ keys: [{ kty: 'oct', kid: 'k1', k: 'AAAA' }, 7, null] })],
    ['more than a megabyte', async () => Response.json({ ...keySet([first]), padding: 'x'.repeat(1_048_576) })],
  ])('answered with %s are as good as none', async (_, answer) => {
    const { state, keys } = place();
    state.answer = answer;
    expect(await codeOf(keys('k1'))).toBe('upstream-unavailable');
  });

  test('of other kinds, for encryption, too short or broken are passed over', async () => {
    const { state, keys } = place();
    const { jwk } = first;
    const weak = Buffer.alloc(128, 0xff).toString('base64url');
    const others = [
      { ...jwk, kid: 'enc', use: 'enc' },
      { ...jwk, kid: 'rs512', alg: 'RS512' },
      { ...jwk, kid: undefined },
      { ...jwk, kid: 'weak', n: weak },
      { ...jwk, kid: 'broken', n: '' },
      { kty: 'oct', kid: 'secret', k: 'AAAA' },
      { kty: 'EC', kid: 'ec', crv: 'P-256', x: 'AA', y: 'AA' },
    ];
    state.answer = async () => Response.json({ keys: [...others, jwk] });
    expect(await keys('k1')).toBeDefined();
    for (const kid of ['enc', 'rs512', 'weak', 'broken', 'secret', 'ec', 'undefined', '__proto__', '']) {
      expect(await keys(kid), kid).toBeUndefined();
    }
  });
});

describe('a real place of keys', () => {
  let server: Server;
  let respond: (path: string) => { status: number; body?: string; location?: string } | 'silence';
  let url: (path: string) => string;
  const paths: string[] = [];

  beforeEach(async () => {
    paths.length = 0;
    server = createServer((request, response) => {
      paths.push(request.url ?? '');
      const answer = respond(request.url ?? '');
      if (answer === 'silence') return void response.writeHead(200).write('{"keys":');
      response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    url = (path) => `http://127.0.0.1:${port}${path}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('that begins an answer and never ends it is given up in time, and recovers', async () => {
    let now = 0;
    respond = () => 'silence';
    const keys = createIssuerKeys({ url: url('/keys'), now: () => new Date(now), timeoutMs: 100 });
    const begun = performance.now();
    expect(await codeOf(keys('k1'))).toBe('upstream-unavailable');
    expect(performance.now() - begun).toBeLessThan(3000);
    respond = () => ({ status: 200, body: JSON.stringify(keySet([first])) });
    now += 1000;
    expect(await keys('k1')).toBeDefined();
  });

  test('that sends elsewhere is not followed', async () => {
    respond = (path) =>
      path === '/keys'
        ? { status: 302, location: url('/elsewhere') }
        : { status: 200, body: JSON.stringify(keySet([first])) };
    const keys = createIssuerKeys({ url: url('/keys'), now: () => new Date() });
    expect(await codeOf(keys('k1'))).toBe('upstream-unavailable');
    expect(paths).toEqual(['/keys']);
  });
});
