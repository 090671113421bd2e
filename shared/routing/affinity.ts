import { cookieOf, type RequestFacts } from './request-facts.ts';
import type { Origin } from './routing.ts';

/** The names of the cookies that keep a client at one origin; the second is for requests from other sites. */
const COOKIE = 'ASLBSA';
const CROSS_SITE_COOKIE = 'ASLBSACORS';

/** What the client's cookie says, in whichever of the two names it came. */
export function affinityOf(headers: RequestFacts['headers']): string | undefined {
  return cookieOf(headers, COOKIE) ?? cookieOf(headers, CROSS_SITE_COOKIE);
}

/**
 * The `Set-Cookie` values that keep a client at this origin; none where the client has them already or the answer may be
 * cached, because a cached cookie would send everybody there.
 */
export function affinityCookies(
  group: string,
  origin: Origin,
  known: string | undefined,
  isCacheable: boolean,
): readonly string[] {
  const value = cookieValue(group, origin.name);
  if (isCacheable || known === value) return [];
  return [
    `${COOKIE}=${value}; Path=/; HttpOnly`,
    `${CROSS_SITE_COOKIE}=${value}; Path=/; HttpOnly; SameSite=None; Secure`,
  ];
}

/** The origin that a cookie speaks of, if it is among those that may be chosen. */
export function originOfCookie(
  group: string,
  origins: readonly Origin[],
  cookie: string | undefined,
): Origin | undefined {
  return cookie === undefined ? undefined : origins.find(({ name }) => cookieValue(group, name) === cookie);
}

/** The same on every edge, without naming the origin: two FNV-1a hashes. It protects nothing and needs no secret. */
function cookieValue(group: string, origin: string): string {
  const text = `${group}/${origin}`;
  return [0x811c9dc5, 0x1b873593].map((seed) => hash(text, seed).toString(16).padStart(8, '0')).join('');
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
