import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { OAuthRefusal } from './oauth-error.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Whose a refresh token is, which client may redeem it, since when, and when the chain ends. */
export type RefreshGrant = {
  readonly objectId: string;
  readonly clientId: string;
  /** The sign-in with which the chain began, in milliseconds. */
  readonly signedInAt: number;
  /** Seconds. */
  readonly until: number;
};

const Claims = z.object({ oid: z.string(), cid: z.string(), at: z.number(), exp: z.number() });
const REFRESH_AUDIENCE = 'refresh';

/** A refresh token: sealed by the stack's secret, so that it survives a restart without being stored. */
export function issueRefreshToken(settings: ProviderSettings, grant: RefreshGrant): Promise<string> {
  return new SignJWT({ oid: grant.objectId, cid: grant.clientId, at: grant.signedInAt })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(REFRESH_AUDIENCE)
    .setExpirationTime(grant.until)
    .sign(settings.keys.secret);
}

/** Reads a refresh token; an expired one is told apart from one that is not ours. */
export async function readRefreshToken(settings: ProviderSettings, token: string): Promise<RefreshGrant> {
  try {
    const { payload } = await jwtVerify(token, settings.keys.secret, {
      algorithms: ['HS256'],
      audience: REFRESH_AUDIENCE,
      currentDate: settings.now(),
    });
    const claims = Claims.parse(payload);
    return { objectId: claims.oid, clientId: claims.cid, signedInAt: claims.at, until: claims.exp };
  } catch (cause) {
    throw new OAuthRefusal(cause instanceof errors.JWTExpired ? 'refresh-expired' : 'refresh-invalid');
  }
}
