import { base64url } from 'jose';

/** What a token was found to mean, by the token's SHA-256, until it expires. Bounded; the oldest go first. */
export type TokenCache<T> = {
  get(key: string, nowSeconds: number): T | undefined;
  set(key: string, value: T, expiresAtSeconds: number): void;
  delete(key: string): void;
};

export function createTokenCache<T>(capacity: number): TokenCache<T> {
  const entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();
  return {
    get(key, nowSeconds) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.expiresAt > nowSeconds) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, expiresAt) {
      entries.set(key, { value, expiresAt });
      if (entries.size <= capacity) return;
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}

/** The SHA-256 of a text, base64url: how tokens and bodies are named without being kept. */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
