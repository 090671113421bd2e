import type { DirectoryUser } from '../directory/directory-changes.ts';
import { OAuthRefusal } from './oauth-error.ts';

/**
 * Refuses a disabled account, and a sign-in (in milliseconds) that was revoked since. Every grant for a person passes
 * here.
 */
export function checkAccount(user: DirectoryUser, signedInAt: number | undefined): void {
  if (!user.isEnabled) throw new OAuthRefusal('account-disabled');
  if (isRevoked(user, signedInAt)) throw new OAuthRefusal('session-revoked');
}

/** The same as a question. */
export function mayStaySignedIn(user: DirectoryUser, signedInAt: number | undefined): boolean {
  return user.isEnabled && !isRevoked(user, signedInAt);
}

function isRevoked({ sessionsValidFrom }: DirectoryUser, signedInAt: number | undefined): boolean {
  return signedInAt !== undefined && sessionsValidFrom !== undefined && signedInAt < Date.parse(sessionsValidFrom);
}
