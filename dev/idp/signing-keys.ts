import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { z } from 'zod';

/** One RSA key pair: what signs, and what is published. */
export type SigningKey = { readonly kid: string; readonly privateKey: KeyObject; readonly publicJwk: JWK };

/** Keys of one local stack: people's tokens, services' tokens, and a secret for refresh tokens and the session. */
export type LocalKeys = { readonly user: SigningKey; readonly service: SigningKey; readonly secret: Uint8Array };

const Stored = z.strictObject({ user: z.string(), service: z.string(), secret: z.string() });

async function signingKey(pem: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(pem);
  const { kty, n, e } = await exportJWK(privateKey);
  if (kty === undefined || n === undefined || e === undefined) throw new Error('a signing key is not an RSA key');
  const kid = await calculateJwkThumbprint({ kty, n, e });
  return { kid, privateKey, publicJwk: { kty, n, e, kid, use: 'sig', alg: 'RS256' } };
}

function newPem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A key pair that nobody has seen yet. */
export function newSigningKey(): Promise<SigningKey> {
  return signingKey(newPem());
}

/** Reads the keys from the file, making it at the first start: a restart keeps everyone signed in. */
export async function loadLocalKeys(file: string): Promise<LocalKeys> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const fresh = { user: newPem(), service: newPem(), secret: randomBytes(32).toString('base64url') };
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  const stored = Stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  const [user, service] = await Promise.all([signingKey(stored.user), signingKey(stored.service)]);
  return { user, service, secret: Buffer.from(stored.secret, 'base64url') };
}
