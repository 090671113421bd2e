import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { issuerOf, type ProviderSettings } from './provider-settings.ts';

export function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** The subject of a person in one application: stable there, and of no use in another. */
export function pairwiseSubject(objectId: string, clientId: string): string {
  return createHash('sha256').update(`${objectId}|${clientId}`).digest('base64url');
}

/** Entra varies the life of access tokens between 60 and 90 minutes. */
export function accessTokenLife(): number {
  return 3600 + (randomBytes(2).readUInt16BE() % 1801);
}

/** A v2 token of one tenant, signed by the key whose turn it is. */
export function signToken(
  settings: ProviderSettings,
  tenantId: string,
  life: number,
  claims: Record<string, unknown>,
): Promise<string> {
  const now = seconds(settings.now());
  const { kid, privateKey } = settings.keyRing.signing();
  return new SignJWT({ ...claims, tid: tenantId, ver: '2.0', uti: randomBytes(16).toString('base64url') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(issuerOf(tenantId))
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + life)
    .sign(privateKey);
}
