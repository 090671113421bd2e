import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { IDENTITY_PREFIX, type ProviderSettings } from './provider-settings.ts';

const SESSION_AUDIENCE = 'session';
const LIFE_SECONDS = 24 * 3600;
const Claims = z.object({ oid: z.string(), at: z.number() });

/** Who signed in, and when (milliseconds). */
export type Session = { readonly objectId: string; readonly signedInAt: number };

/** Cookies ignore the port: the name carries it, so that stacks side by side keep their sessions apart. */
function cookieName(settings: ProviderSettings): string {
  return `azimuth_local_sign_in_${new URL(settings.publicUrl).port}`;
}

function cookie(settings: ProviderSettings, value: string, maxAge: number): string {
  return `${cookieName(settings)}=${value}; Path=${IDENTITY_PREFIX}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
}

/** The header that remembers who signed in, for `prompt=none`. */
export async function startSessionCookie(settings: ProviderSettings, objectId: string): Promise<string> {
  const at = settings.now().getTime();
  const token = await new SignJWT({ oid: objectId, at })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(SESSION_AUDIENCE)
    .setExpirationTime(Math.floor(at / 1000) + LIFE_SECONDS)
    .sign(settings.keys.secret);
  return cookie(settings, token, LIFE_SECONDS);
}

/** The header that forgets it. */
export function endSessionCookie(settings: ProviderSettings): string {
  return cookie(settings, '', 0);
}

/** Who is signed in; undefined where nobody is, or where the cookie is another stack's. */
export async function readSession(
  settings: ProviderSettings,
  cookies: ReadonlyMap<string, string>,
): Promise<Session | undefined> {
  const token = cookies.get(cookieName(settings));
  if (token === undefined) return undefined;
  try {
    const { payload } = await jwtVerify(token, settings.keys.secret, {
      algorithms: ['HS256'],
      audience: SESSION_AUDIENCE,
      currentDate: settings.now(),
    });
    const claims = Claims.parse(payload);
    return { objectId: claims.oid, signedInAt: claims.at };
  } catch {
    return undefined;
  }
}
