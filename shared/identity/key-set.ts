import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';

/** A key of an issuer. `issuer` says for whom it may sign; it can be a template with `{tenantid}`. */
export type IssuerKey = { readonly key: CryptoKey; readonly issuer: string | undefined };

const MOST_BYTES = 1024 * 1024;
const FEWEST_BITS = 2048;

/**
 * Fetches a key set from an address of the settings: RSA keys for signatures, by `kid`. Throws where the answer is late,
 * no 200, redirected, above 1 MB, or holds no such key. Keys of other kinds are passed over.
 */
export async function fetchKeySet(
  fetch: typeof globalThis.fetch,
  url: string | URL,
  timeoutMs: number,
): Promise<ReadonlyMap<string, IssuerKey>> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
    headers: { accept: 'application/json' },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the key set was answered with status ${response.status}`);
  }
  const keys = await importAll(KeySet.parse(JSON.parse(await readBounded(response))).keys);
  if (keys.size === 0) throw new Error('the key set holds no RSA key for signatures');
  return keys;
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error(`the key set is larger than ${MOST_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const KeySet = z.object({ keys: z.array(z.unknown()) });

const RsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  issuer: z.string().optional(),
});

async function importAll(found: readonly unknown[]): Promise<ReadonlyMap<string, IssuerKey>> {
  const keys = new Map<string, IssuerKey>();
  for (const one of found) {
    const parsed = RsaKey.safeParse(one);
    if (!parsed.success || keys.has(parsed.data.kid)) continue;
    const { kty, n, e, kid, issuer } = parsed.data;
    const key = await importOne({ kty, n, e });
    if (key !== undefined) keys.set(kid, { key, issuer });
  }
  return keys;
}

/** Undefined for a key that is broken or too short to be trusted. */
async function importOne(jwk: { kty: 'RSA'; n: string; e: string }): Promise<CryptoKey | undefined> {
  try {
    const key = await importJWK(jwk, 'RS256');
    return Buffer.from(jwk.n, 'base64url').length * 8 >= FEWEST_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}
