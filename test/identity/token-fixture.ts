import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { IssuerKeys } from '../../shared/identity/issuer-keys.ts';
import type { AccessTokenRules } from '../../shared/identity/verify-access-token.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
export const PERSON = '33333333-3333-4333-8333-333333333333';
export const API = '44444444-4444-4444-8444-444444444444';
export const API_URI = 'api://azimuth.example';
export const CLIENT = '55555555-5555-4555-8555-555555555555';
export const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const NOW = new Date('2026-03-01T12:00:00Z');
export const SECONDS = NOW.getTime() / 1000;

export const V2 = 'https://login.example/{tenantid}/v2.0';
export const V1 = 'https://sts.example/{tenantid}/';

/** Claims as a hostile issuer might write them: of any type. */
export type Claims = Readonly<Record<string, unknown>>;

/** A person's token of version 2. */
export const delegated: Claims = {
  iss: V2.replace('{tenantid}', TENANT),
  aud: API,
  ver: '2.0',
  tid: TENANT,
  oid: PERSON,
  sub: 'pairwise',
  azp: CLIENT,
  scp: 'user_impersonation',
  name: 'Ada',
  preferred_username: 'ada@contoso.example',
  iat: SECONDS - 10,
  nbf: SECONDS - 10,
  exp: SECONDS + 3600,
};

const { scp: _, preferred_username: __, name: ___, ...anonymous } = delegated;

/** An application's own token. */
export const appOnly: Claims = { ...anonymous, sub: PERSON, idtyp: 'app', roles: ['Tenant.Automation'] };

/** What differs where the same token is one of version 1. */
export const asV1: Claims = {
  iss: V1.replace('{tenantid}', TENANT),
  ver: '1.0',
  appid: CLIENT,
  azp: undefined,
  preferred_username: undefined,
  unique_name: 'ada@contoso.example',
};

export type Signer = {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
};

export async function newSigner(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

export function keysOf(signers: readonly Signer[], issuer: string | undefined = V2): IssuerKeys {
  return async (kid) => {
    const found = signers.find((one) => one.kid === kid);
    return found === undefined ? undefined : { key: found.publicKey, issuer };
  };
}

export function rulesOf(keys: IssuerKeys): AccessTokenRules {
  return {
    issuers: [V2, V1],
    audiences: [API, API_URI],
    scope: 'user_impersonation',
    applicationRole: 'Tenant.Automation',
    clients: [],
    keys,
    isKnownTenant: async (tenantId) => tenantId === TENANT,
    now: () => NOW,
  };
}

/** The header value for claims signed by this signer. */
export function bearer(signer: Signer, claims: Claims, header: Claims = {}): Promise<string> {
  const whole = { alg: 'RS256', kid: signer.kid, typ: 'JWT', ...header };
  return signRaw(signer, JSON.stringify(whole), JSON.stringify(claims));
}

export function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A token whose parts are these very texts, with a true RS256 signature over them. */
export async function signRaw(signer: Signer, header: string, payload: string): Promise<string> {
  const input = `${part(header)}.${part(payload)}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', signer.privateKey, Buffer.from(input));
  return `Bearer ${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** The code of the fault that a promise ends with; `accepted` where it ends well. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (thrown: { code?: string }) => thrown.code ?? `no fault: ${String(thrown)}`,
  );
}
