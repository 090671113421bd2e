import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { SystemStore } from '../catalog/ports.ts';
import type { SigningKey } from './signed-context.ts';

const KEY_LIFE_MS = 24 * 3600 * 1000;
/** A new key is published this long before the old one ends, so that no context outlives its key. */
const RENEWAL_MS = 3600 * 1000;
const BELIEVED_FOR_MS = 60 * 1000;
const UNKNOWN_FOR_MS = 2000;
const MOST_KEYS = 1000;

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

type Found = { readonly key: CryptoKey | undefined; readonly expiresAt: number; readonly askAgainAt: number };

/**
 * Public keys by id, from SQL. A known key is believed for a minute and then read again, so that one that was taken
 * away is soon refused; an unknown id is asked for again only after a few seconds, so that forged ids cost no query
 * each. Where SQL fails, the call fails: no key outlives its minute.
 */
export function createKeyFinder(
  system: Pick<SystemStore, 'findKey'>,
  now: () => Date,
): (keyId: string) => Promise<CryptoKey | undefined> {
  const known = new Map<string, Found>();
  const underWay = new Map<string, Promise<Found>>();
  const read = async (keyId: string): Promise<Found> => {
    const found = await readKey(system, keyId, now().getTime());
    if (known.size >= MOST_KEYS) known.clear();
    known.set(keyId, found);
    return found;
  };
  const readOnce = (keyId: string): Promise<Found> => {
    const reading = underWay.get(keyId) ?? read(keyId).finally(() => underWay.delete(keyId));
    underWay.set(keyId, reading);
    return reading;
  };
  return async (keyId) => {
    if (!/^[0-9a-f-]{36}$/.test(keyId)) return undefined;
    const kept = known.get(keyId);
    const { key, expiresAt } = kept !== undefined && kept.askAgainAt > now().getTime() ? kept : await readOnce(keyId);
    return expiresAt > now().getTime() ? key : undefined;
  };
}

async function readKey(system: Pick<SystemStore, 'findKey'>, keyId: string, at: number): Promise<Found> {
  const row = await system.findKey(keyId);
  const key = row === undefined ? undefined : await importJWK(JSON.parse(row.publicJwk), 'ES256');
  return row !== undefined && key instanceof CryptoKey
    ? { key, expiresAt: Date.parse(row.expiresAt), askAgainAt: at + BELIEVED_FOR_MS }
    : { key: undefined, expiresAt: 0, askAgainAt: at + UNKNOWN_FOR_MS };
}
