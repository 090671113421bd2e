import { randomUUID } from 'node:crypto';
import { json, type Reply } from '../idp/reply.ts';

const REFUSALS = {
  'token-missing': [401, 'InvalidAuthenticationToken', 'Access token is empty.'],
  'token-invalid': [401, 'InvalidAuthenticationToken', 'Access token validation failure.'],
  'not-allowed': [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  'not-found': [404, 'Request_ResourceNotFound', 'The object does not exist in this directory.'],
  'address-unknown': [400, 'BadRequest', 'This stand-in has no such resource.'],
  'id-invalid': [400, 'Request_BadRequest', 'The object identifier is not valid.'],
  'query-unsupported': [400, 'Request_UnsupportedQuery', 'This stand-in does not know that filter.'],
  'body-invalid': [400, 'Request_BadRequest', 'The request body is not valid.'],
  'name-taken': [400, 'Request_BadRequest', 'Another object with the same value for userPrincipalName exists.'],
  'member-there': [400, 'Request_BadRequest', 'One or more added object references already exist.'],
} as const satisfies Record<string, readonly [number, string, string]>;

/** A refusal of the stand-in of Graph, turned into Graph's error body in one place. */
export class GraphRefusal extends Error {
  readonly code: keyof typeof REFUSALS;

  constructor(code: keyof typeof REFUSALS) {
    super(code);
    this.name = 'GraphRefusal';
    this.code = code;
  }
}

/** The refusal as Graph's JSON error body. */
export function graphErrorReply(refusal: GraphRefusal, now: Date): Reply {
  const [status, code, message] = REFUSALS[refusal.code];
  const id = randomUUID();
  const innerError = { date: now.toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id };
  return json(status, { error: { code, message, innerError } });
}

export const NO_CONTENT: Reply = { status: 204, headers: { 'cache-control': 'no-store' }, body: '' };
