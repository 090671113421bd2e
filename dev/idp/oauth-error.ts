import { randomUUID } from 'node:crypto';
import { json, type Reply } from './reply.ts';

/** The refusals of the token endpoint: Entra's error, its number, our sentence. */
const REFUSALS = {
  'user-unknown': [400, 'invalid_grant', 50034, 'There is no account with that name among the sample accounts.'],
  'password-wrong': [400, 'invalid_grant', 50126, 'The user name or the password is wrong.'],
  'tenant-unknown': [400, 'invalid_request', 90002, 'There is no such tenant. The samples are contoso and fabrikam.'],
  'tenant-other': [400, 'invalid_grant', 50020, 'The account belongs to another tenant than the address names.'],
  'client-unknown': [400, 'unauthorized_client', 700016, 'No application with that client id is registered.'],
  'secret-wrong': [401, 'invalid_client', 7000215, 'The client secret is wrong.'],
  'secret-missing': [401, 'invalid_client', 7000218, 'The request must carry client_secret.'],
  'parameter-missing': [400, 'invalid_request', 900144, 'The request body lacks a required parameter'],
  'parameter-repeated': [400, 'invalid_request', 900000, 'A parameter is given more than once'],
  'grant-unsupported': [400, 'unsupported_grant_type', 70003, 'That grant_type is not supported.'],
  'scope-invalid': [400, 'invalid_scope', 70011, 'The scope is not valid'],
  'scope-not-default': [400, 'invalid_scope', 1002012, 'Client credentials need a scope that ends with /.default.'],
  'resource-unknown': [400, 'invalid_resource', 500011, 'No resource of that name is registered'],
  'code-invalid': [400, 'invalid_grant', 9002313, 'The authorisation code is not valid.'],
  'code-expired': [400, 'invalid_grant', 70008, 'The authorisation code has expired.'],
  'code-used': [400, 'invalid_grant', 54005, 'The authorisation code was redeemed already.'],
  'redirect-mismatch': [400, 'invalid_grant', 500112, 'redirect_uri differs from the one the code was asked for with.'],
  'verifier-wrong': [400, 'invalid_grant', 501481, 'code_verifier does not match the code_challenge.'],
  'origin-wrong': [400, 'invalid_request', 9002327, 'Single-page applications redeem from a page of their own origin.'],
  'refresh-invalid': [400, 'invalid_grant', 9002313, 'The refresh token is not valid.'],
  'account-disabled': [400, 'invalid_grant', 50057, 'The account is disabled.'],
  'session-revoked': [400, 'invalid_grant', 50173, 'The sign-in was revoked since; sign in again.'],
  'claims-invalid': [400, 'invalid_request', 9002322, 'The claims parameter is not valid JSON of its kind.'],
  'tenant-missing': [400, 'invalid_request', 50059, 'The address must name a tenant for this grant.'],
  'proof-missing': [401, 'invalid_client', 7000218, 'The request must carry client_assertion and its type.'],
  'proof-invalid': [401, 'invalid_client', 700027, 'The client assertion is not valid.'],
  'proof-unknown': [401, 'invalid_client', 700213, 'No federated credential fits the assertion.'],
  'assertion-invalid': [400, 'invalid_grant', 50013, 'The assertion is not a valid token for this application.'],
  'assertion-expired': [400, 'invalid_grant', 500133, 'The assertion has expired.'],
  'assertion-not-person': [400, 'invalid_grant', 7000114, 'Only the token of a person can be exchanged.'],
  'refresh-expired': [400, 'invalid_grant', 700084, 'The refresh token has expired; sign in again.'],
} as const satisfies Record<string, readonly [number, string, number, string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal of the token endpoint, thrown by the grants and turned into Entra's error body in one place. */
export class OAuthRefusal extends Error {
  readonly code: RefusalCode;
  readonly fact: string | undefined;

  constructor(code: RefusalCode, fact?: string) {
    super(code);
    this.name = 'OAuthRefusal';
    this.code = code;
    this.fact = fact;
  }
}

/** The refusal as Entra's JSON error body. */
export function oauthErrorReply(refusal: OAuthRefusal, now: Date): Reply {
  const [status, error, number, sentence] = REFUSALS[refusal.code];
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = now
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const text = refusal.fact === undefined ? sentence : `${sentence.replace(/\.$/, '')}: ${refusal.fact}.`;
  return json(status, {
    error,
    error_description: `AADSTS${number}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  });
}
