import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { UserSignIn } from './issue-tokens.ts';
import { OAuthRefusal } from './oauth-error.ts';

/** What a code stands for; all of it is checked again when the code is redeemed. */
type CodeGrant = {
  readonly signIn: UserSignIn;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
};

/** Codes that were given out: each may be redeemed once, within ten minutes. */
export type AuthorizationCodes = {
  issue(grant: Omit<CodeGrant, 'expiresAt'>): string;
  redeem(code: string, proof: CodeProof): UserSignIn;
};

type CodeProof = { readonly clientId: string; readonly redirectUri: string; readonly verifier: string };

const LIFE_MS = 10 * 60 * 1000;

function matches(verifier: string, challenge: string): boolean {
  const made = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const given = Buffer.from(challenge);
  return made.length === given.length && timingSafeEqual(made, given);
}

/** An empty register of codes. A wrong proof uses the code up, as a thief must not have a second try. */
export function createAuthorizationCodes(now: () => Date): AuthorizationCodes {
  const open = new Map<string, CodeGrant>();
  const used = new Map<string, number>();

  function forgetOld(): void {
    const time = now().getTime();
    for (const [code, grant] of open) if (grant.expiresAt + LIFE_MS < time) open.delete(code);
    for (const [code, until] of used) if (until < time) used.delete(code);
  }

  return {
    issue(grant) {
      forgetOld();
      const code = randomBytes(32).toString('base64url');
      open.set(code, { ...grant, expiresAt: now().getTime() + LIFE_MS });
      return code;
    },
    redeem(code, proof) {
      forgetOld();
      if (used.has(code)) throw new OAuthRefusal('code-used');
      const grant = open.get(code);
      if (grant === undefined) throw new OAuthRefusal('code-invalid');
      open.delete(code);
      used.set(code, now().getTime() + 2 * LIFE_MS);
      if (grant.expiresAt <= now().getTime()) throw new OAuthRefusal('code-expired');
      if (grant.signIn.clientId !== proof.clientId) throw new OAuthRefusal('code-invalid');
      if (grant.redirectUri !== proof.redirectUri) throw new OAuthRefusal('redirect-mismatch');
      if (!matches(proof.verifier, grant.challenge)) throw new OAuthRefusal('verifier-wrong');
      return grant.signIn;
    },
  };
}
