import { errors } from 'jose';

const CODES: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  // An answer other than 200, or one that is not JSON, has no code of its own.
  errors.JOSEError.code,
]);

/** Whether it was the place of the keys that failed and not the token: nobody is to sign in again for that. */
export function isKeyTrouble(thrown: unknown): boolean {
  return !(thrown instanceof errors.JOSEError) || CODES.has(thrown.code);
}
