import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { SystemStore } from '../catalog/ports.ts';
import type { SigningKey } from './signed-context.ts';

const KEY_LIFE_MS = 24 * 3600 * 1000;
/** A new key is published this long before the old one ends, so that no context outlives its key. */
const RENEWAL_MS = 3600 * 1000;
const UNKNOWN_FOR_MS = 2000;

/**
 * The Gateway instance's own signing key. The private half never leaves the process; the public half is published in
 * SQL by the Gateway's identity. Concurrent first calls share one key.
 */
export function createSigningKeys(system: Pick<SystemStore, 'publishKey'>, now: () => Date): () => Promise<SigningKey> {
  let current: { readonly key: Promise<SigningKey>; readonly renewAt: number } | undefined;
  return () => {
    const at = now().getTime();
    if (current === undefined || at >= current.renewAt) {
      const key = publishNewKey(system, at);
      current = { key, renewAt: at + KEY_LIFE_MS - RENEWAL_MS };
      key.catch(() => {
        current = undefined;
      });
    }
    return current.key;
  };
}

async function publishNewKey(system: Pick<SystemStore, 'publishKey'>, at: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keyId = crypto.randomUUID();
  await system.publishKey({
    keyId,
    publicJwk: JSON.stringify(await exportJWK(publicKey)),
    publishedAt: new Date(at).toISOString(),
    expiresAt: new Date(at + KEY_LIFE_MS).toISOString(),
  });
  return { keyId, privateKey };
}

/**
 * Public keys by id, from SQL, kept until they expire. An unknown id is asked for again only after a few seconds, so
 * that forged ids cost no query each.
 */
export function createKeyFinder(
  system: Pick<SystemStore, 'findKey'>,
  now: () => Date,
): (keyId: string) => Promise<CryptoKey | undefined> {
  const known = new Map<string, { readonly key: CryptoKey; readonly expiresAt: number }>();
  const unknown = new Map<string, number>();
  const fetchKey = async (keyId: string, at: number) => {
    const row = await system.findKey(keyId);
    const key = row === undefined ? undefined : await importJWK(JSON.parse(row.publicJwk), 'ES256');
    if (row !== undefined && key instanceof CryptoKey) {
      known.set(keyId, { key, expiresAt: Date.parse(row.expiresAt) });
    } else {
      if (unknown.size > 1000) unknown.clear();
      unknown.set(keyId, at + UNKNOWN_FOR_MS);
    }
  };
  return async (keyId) => {
    const at = now().getTime();
    const isWorthAsking = !known.has(keyId) && (unknown.get(keyId) ?? 0) <= at && /^[0-9a-f-]{36}$/.test(keyId);
    if (isWorthAsking) await fetchKey(keyId, at);
    const hit = known.get(keyId);
    return hit !== undefined && hit.expiresAt > at ? hit.key : undefined;
  };
}
