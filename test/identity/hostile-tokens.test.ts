import { CompactEncrypt, exportSPKI, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';
import * as fixture from './token-fixture.ts';
import {
  bearer,
  type Claims,
  codeOf,
  delegated,
  newSigner,
  part,
  SECONDS,
  type Signer,
  signRaw,
} from './token-fixture.ts';

const HEADER = JSON.stringify({ alg: 'RS256', kid: 'k1', typ: 'JWT' });
const PAYLOAD = JSON.stringify(delegated);

let signer: Signer;
let stranger: Signer;
let verify: (header: string | null) => Promise<unknown>;
const askedFor: string[] = [];

beforeAll(async () => {
  signer = await newSigner('k1');
  stranger = await newSigner('k1');
  const keys = fixture.keysOf([signer]);
  const rules = fixture.rulesOf((kid) => {
    askedFor.push(kid);
    return keys(kid);
  });
  ({ verify } = createAccessTokenVerifier(rules));
});

const refused = async (header: string | null, expected = 'token-invalid') =>
  expect(await codeOf(verify(header)), header ?? 'null').toBe(expected);

describe('a forged signature', () => {
  test.each(['none', 'None', 'NONE', 'nOnE', 'none ', ' none', '', 'no\u0000ne', null, 0, ['none'], ['RS256']])(
    'A06: is refused where alg is %j, with and without something in its place',
    async (alg) => {
      const start = `Bearer ${part({ alg, kid: 'k1', typ: 'JWT' })}.${part(PAYLOAD)}`;
      for (const signature of ['', 'AA', part('signature')]) await refused(`${start}.${signature}`);
      await refused(start);
    },
  );

  test('A05: is refused where the public key in any form is the secret of an HMAC', async () => {
    const pem = await exportSPKI(signer.publicKey);
    const secrets = [pem, pem.trim(), JSON.stringify(signer.jwk), String(signer.jwk.n), 'k1'];
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      for (const secret of secrets) {
        const secretKey = new TextEncoder().encode(secret.padEnd(64, '\0'));
        const token = await new SignJWT({ ...delegated }).setProtectedHeader({ alg, kid: 'k1' }).sign(secretKey);
        await refused(`Bearer ${token}`);
      }
    }
  });

  test.each(['HS256', 'RS256 ', ' RS256', 'rs256', 'RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'RSA-OAEP'])(
    'A05: is refused where alg is "%s", even over a true RS256 signature',
    async (alg) => {
      await refused(await signRaw(signer, JSON.stringify({ alg, kid: 'k1', typ: 'JWT' }), PAYLOAD));
    },
  );

  test('A05: is refused with an empty HMAC key', async () => {
    const { createHmac } = await import('node:crypto');
    const input = `${part({ alg: 'HS256', kid: 'k1' })}.${part(PAYLOAD)}`;
    await refused(`Bearer ${input}.${createHmac('sha256', '').update(input).digest('base64url')}`);
  });

  test('A04: is refused by a stranger, by a key that is not known, and over other claims', async () => {
    await refused(await bearer(stranger, delegated));
    await refused(await bearer(signer, delegated, { kid: 'k2' }));
    const [header, , signature] = (await bearer(signer, delegated)).split('.');
    await refused(`${header}.${part({ ...delegated, oid: fixture.API })}.${signature}`);
  });

  test.each([undefined, '', null, 7, ['k1'], { a: 1 }, 'k'.repeat(300)])(
    'I-20: is refused with the kid %j',
    async (kid) => {
      await refused(await signRaw(signer, JSON.stringify({ alg: 'RS256', typ: 'JWT', kid }), PAYLOAD));
    },
  );

  test('I-20: a kid that names a member of every object, a path or a query is just not known', async () => {
    for (const kid of ['__proto__', 'constructor', '../k1', "k1' OR '1'='1", 'K1', 'k1 ']) {
      await refused(await signRaw(signer, JSON.stringify({ alg: 'RS256', typ: 'JWT', kid }), PAYLOAD));
    }
  });
});

describe('a header that would choose its own key or meaning', () => {
  test.each<[string, unknown]>([
    ['jku', 'https://evil.example/keys'],
    ['x5u', 'https://evil.example/cert'],
    ['jwk', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['x5c', ['MIIB']],
    ['crit', ['exp']],
    ['nonce', 'for-another-api'],
    ['b64', true],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A256GCM'],
    ['jwk', null],
  ])('I-20, I-31: with %s %j is refused under a true signature, and no key is asked for', async (name, value) => {
    askedFor.length = 0;
    await refused(await signRaw(signer, JSON.stringify({ ...JSON.parse(HEADER), [name]: value }), PAYLOAD));
    expect(askedFor).toEqual([]);
  });

  test.each([
    ['JWT', 'accepted'],
    ['jwt', 'accepted'],
    [undefined, 'accepted'],
  ])('I-31: typ %j is %s', async (typ, result) => {
    await refused(await signRaw(signer, JSON.stringify({ alg: 'RS256', kid: 'k1', typ }), PAYLOAD), result);
  });

  test.each(['at+jwt', 'azimuth-context+jwt', 'JOSE', '', 1, null])('I-31: typ %j is refused', async (typ) => {
    await refused(await signRaw(signer, JSON.stringify({ alg: 'RS256', kid: 'k1', typ }), PAYLOAD));
  });
});

describe('a token that readers could read in two ways', () => {
  test('is refused with a member name twice, in the header, in the payload, and further in', async () => {
    const twice = (text: string, member: string) => `{${member},${text.slice(1)}`;
    await refused(await signRaw(signer, HEADER, PAYLOAD), 'accepted');
    await refused(await signRaw(signer, twice(HEADER, '"alg":"none"'), PAYLOAD));
    await refused(await signRaw(signer, twice(HEADER, '"kid":"k1"'), PAYLOAD));
    for (const member of [`"tid":"${fixture.OTHER_TENANT}"`, `"o\\u0069d":"${fixture.API}"`, '"x":{"a":1,"a":2}']) {
      await refused(await signRaw(signer, HEADER, twice(PAYLOAD, member)));
    }
  });

  test.each(['[]', 'null', '"text"', '7', '', '{', `${PAYLOAD} x`, '\uFEFF{}'])(
    'is refused where header or payload is %j',
    async (text) => {
      await refused(await signRaw(signer, text === '' ? ' ' : text, PAYLOAD));
      await refused(await signRaw(signer, HEADER, text === '' ? ' ' : text));
    },
  );

  test('is refused where it is nested too deep, and at once', async () => {
    const deep = (open: string, close: string, times: number) => `${open.repeat(times)}1${close.repeat(times)}`;
    for (const value of [deep('[', ']', 20), deep('{"a":', '}', 20), deep('[', ']', 5000)]) {
      await refused(await signRaw(signer, HEADER, `{"x":${value},${PAYLOAD.slice(1)}`));
    }
  });

  test('is refused in a second spelling of the same bytes', async () => {
    const header = await bearer(signer, delegated);
    await refused(header, 'accepted');
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 256 bytes leave four unused bits in the last sign: the next sign decodes to the same bytes.
    const next = last[last.indexOf(header.at(-1) ?? '') + 1];
    const other = `${header.slice(0, -1)}${next}`;
    const signatureOf = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url');
    expect(signatureOf(other)).toEqual(signatureOf(header));
    await refused(other);
    await refused(`${header}=`);
  });
});

describe('what is no signed token at all', () => {
  test.each([null, '', '   '])('%j counts as none', (header) => refused(header, 'token-missing'));

  test('is refused where it is another scheme, opaque, of too many parts, or two tokens', async () => {
    const token = await bearer(signer, delegated);
    const bare = token.slice('Bearer '.length);
    const opaque = 'EwB4A8l6BAAU7p9QDpi/D7xJLwsTgCg3TskyTaQAAXu71AU9f4JS/opaque==';
    for (const header of [
      'Bearer',
      `Basic ${Buffer.from('a:b').toString('base64')}`,
      bare,
      'Bearer a.b',
      `Bearer ${opaque}`,
      `${token}.AA.AA`,
      `${token}, ${token}`,
      `${token} ${bare}`,
      `Bearer\t${bare}`,
      `Bearer "${bare}"`,
      `Bearer ${bare.replace('.', '\n.')}`,
    ]) {
      await refused(header);
    }
  });

  test('is refused where it is oversized, though well signed, and before any key is asked for', async () => {
    askedFor.length = 0;
    await refused(await bearer(signer, { ...delegated, x: 'y'.repeat(20_000) }));
    await refused(`Bearer ${'a'.repeat(5_000_000)}.b.c`);
    expect(askedFor).toEqual([]);
  });

  test('I-32: is refused where it is encrypted, or a token in a token', async () => {
    const secret = new Uint8Array(32);
    const inner = (await bearer(signer, delegated)).slice('Bearer '.length);
    const encrypted = await new CompactEncrypt(Buffer.from(inner))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(secret);
    await refused(`Bearer ${encrypted}`);
    await refused(await signRaw(signer, JSON.stringify({ alg: 'RS256', kid: 'k1', cty: 'JWT' }), inner));
    await refused(await signRaw(signer, HEADER, inner));
  });
});

describe('claims under a true signature', () => {
  const v1 = fixture.asV1;
  test.each<[string, Claims, string?]>([
    ['I-22: audience of Graph', { aud: '00000003-0000-0000-c000-000000000000' }],
    ['I-22: audience in an array', { aud: [fixture.API] }],
    ['I-22: our audience beside another', { aud: [fixture.API, 'https://graph.microsoft.com'] }],
    ['I-22: no audience', { aud: undefined }],
    ['I-22: ID token of a client', { aud: fixture.CLIENT, scp: undefined, azp: undefined, nonce: 'n' }],
    [
      'I-22: ID token of the API as its own client',
      { scp: undefined, azp: undefined, nonce: 'n', roles: ['Tenant.Automation'] },
    ],
    ['I-21: issuer of another tenant', { iss: `https://login.example/${fixture.OTHER_TENANT}/v2.0` }],
    ['I-21: tid of another tenant', { tid: fixture.OTHER_TENANT }],
    ['I-21: issuer of another cloud', { iss: `https://login.partner.example/${fixture.TENANT}/v2.0` }],
    ['I-21: issuer with something after it', { iss: `https://login.example/${fixture.TENANT}/v2.0/` }],
    ['I-21: issuer in other letters', { iss: `https://LOGIN.example/${fixture.TENANT}/v2.0` }],
    ['I-21: the template itself', { iss: fixture.V2 }],
    ['I-21: issuer in an array', { iss: [`https://login.example/${fixture.TENANT}/v2.0`] }],
    ['I-21: a tenant that is no GUID', { tid: 'organizations', iss: 'https://login.example/organizations/v2.0' }],
    ['I-21: a tenant that is a template', { tid: '{tenantid}', iss: fixture.V2 }],
    [
      'I-21: personal accounts',
      { tid: fixture.PERSONAL_ACCOUNTS, iss: `https://login.example/${fixture.PERSONAL_ACCOUNTS}/v2.0` },
    ],
    ['I-31: version 1 from the issuer of version 2', { ver: '1.0' }],
    ['I-31: version 2 from the issuer of version 1', { ...v1, ver: '2.0' }],
    ['I-31: no version', { ver: undefined }],
    ['I-31: version as a number', { ver: 2 }],
    ['I-31: version 1 with the client named as in version 2', { ...v1, appid: undefined, azp: fixture.CLIENT }],
    ['I-27: no client', { azp: undefined }],
    ['I-27: a client that is no GUID', { azp: 'web' }],
    ['I-26: no object id', { oid: undefined }],
    ['I-26: an object id that is no GUID', { oid: "' OR 1=1" }],
    ['I-26: an object id in an array', { oid: [fixture.PERSON] }],
    ['I-25: a scope in an array', { scp: ['user_impersonation'] }],
    ['I-23: no end', { exp: undefined }],
    ['I-23: an end that is a text', { exp: String(SECONDS + 3600) }],
    ['I-23: no issuing time', { iat: undefined }],
    [
      'I-24: a tenant that is not onboarded',
      { tid: fixture.OTHER_TENANT, iss: `https://login.example/${fixture.OTHER_TENANT}/v2.0` },
      'tenant-unknown',
    ],
  ])('%s: refused', async (_, change, expected) => {
    await refused(await bearer(signer, { ...delegated, ...change }), expected);
  });

  test.each<[string, Claims, string]>([
    ['59 s after the end', { exp: SECONDS - 59 }, 'accepted'],
    ['60 s after the end', { exp: SECONDS - 60 }, 'token-expired'],
    ['60 s before the start', { nbf: SECONDS + 60 }, 'accepted'],
    ['61 s before the start', { nbf: SECONDS + 61 }, 'token-invalid'],
    ['issued 60 s ahead', { iat: SECONDS + 60 }, 'accepted'],
    ['issued 61 s ahead', { iat: SECONDS + 61 }, 'token-invalid'],
    ['no start', { nbf: undefined }, 'accepted'],
    ['an end before all time', { exp: -1 }, 'token-expired'],
    ['an end of no time', { exp: Number.NaN }, 'token-invalid'],
  ])('I-23, A20: %s: %s', async (_, change, expected) => {
    await refused(await bearer(signer, { ...delegated, ...change }), expected);
  });

  test('I-21: a key whose own issuer is another may not sign', async () => {
    const header = await bearer(signer, delegated);
    const withKeyOf = (issuer: string | undefined) =>
      createAccessTokenVerifier(fixture.rulesOf(fixture.keysOf([signer], issuer))).verify(header);
    for (const good of [fixture.V2, fixture.V1, `https://login.example/${fixture.TENANT}/v2.0`]) {
      expect(await codeOf(withKeyOf(good)), good).toBe('accepted');
    }
    for (const bad of [
      `https://login.example/${fixture.OTHER_TENANT}/v2.0`,
      `https://login.example/${fixture.PERSONAL_ACCOUNTS}/v2.0`,
      'https://login.partner.example/{tenantid}/v2.0',
      '',
    ]) {
      expect(await codeOf(withKeyOf(bad)), bad).toBe('token-invalid');
    }
  });
});
