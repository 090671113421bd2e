import { base64url } from 'jose';
import { Fault } from '../domain/faults.ts';
import { parseStrictObject } from './strict-json.ts';

const LONGEST = 16_384;
const LONGEST_KEY_ID = 256;
const COMPACT = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * Header members that would choose the key, add a meaning that must not be passed over, or wrap another token. `nonce`
 * marks tokens that only Microsoft's own APIs can check (I-31).
 */
const REFUSED_MEMBERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'nonce', 'b64', 'zip', 'cty', 'enc'] as const;

/** The token of an `Authorization` header. Throws `token-missing`, or `token-invalid` where it is no signed token. */
export function bearerToken(header: string | null): string {
  if (header === null || header.trim() === '') throw new Fault('token-missing', {});
  const token = header.length > LONGEST ? undefined : COMPACT.exec(header.trim())?.[1];
  if (token === undefined) throw new Fault('token-invalid', { why: 'not a bearer token' });
  return token;
}

/** A token taken apart, and nothing in it believed yet. */
export type UnverifiedToken = {
  readonly keyId: string;
  readonly claims: Readonly<Record<string, unknown>>;
};

/**
 * Takes a token apart and checks its header (I-20, I-31): RS256 and nothing else, a `kid`, a `typ` of `JWT` or
 * none, and no member that must not be there. Each part has only one spelling. Throws `token-invalid`.
 */
export function readCompactToken(token: string): UnverifiedToken {
  const [header, claims, signature] = token.split('.').map(decodePart);
  if (signature === undefined) throw new Fault('token-invalid', { why: 'signature malformed' });
  const { alg, kid, typ, ...others } = readObject(header, 'header');
  if (alg !== 'RS256') throw new Fault('token-invalid', { why: 'alg is not RS256' });
  if (typeof kid !== 'string' || kid === '' || kid.length > LONGEST_KEY_ID) {
    throw new Fault('token-invalid', { why: 'no kid' });
  }
  if (typ !== undefined && !(typeof typ === 'string' && typ.toUpperCase() === 'JWT')) {
    throw new Fault('token-invalid', { why: 'typ is not JWT' });
  }
  const refused = REFUSED_MEMBERS.find((name) => Object.hasOwn(others, name));
  if (refused !== undefined) throw new Fault('token-invalid', { why: `header has ${refused}` });
  return { keyId: kid, claims: readObject(claims, 'payload') };
}

/** Base64url without the spellings that decode to the same bytes. */
function decodePart(part: string): Uint8Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(part, 'base64url'));
  return base64url.encode(bytes) === part ? bytes : undefined;
}

function readObject(bytes: Uint8Array | undefined, where: string): Readonly<Record<string, unknown>> {
  const value = bytes === undefined ? undefined : parseStrictObject(bytes);
  if (value === undefined) throw new Fault('token-invalid', { why: `${where} malformed` });
  return value;
}
