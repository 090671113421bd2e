import { z } from 'zod';
import { type Fault, type FaultCode, type FaultDetail, hasCode } from '../domain/faults.ts';
import { QUERY_ERROR_CODE, type QueryErrorDetails, queryErrorDetails, queryErrorSentence } from './query-error.ts';

/** Every refusal, from every role and from the edge, has this shape: Power BI's. `requestId` is also a header. */
export const ErrorEnvelope = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string().optional() }),
});
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;

type Reply<C extends FaultCode> = {
  readonly status: number;
  /** The stable code on the wire; Power BI's own word where it has one. */
  readonly code: string;
  readonly message: (detail: FaultDetail[C]) => string;
};

const REPLIES: { readonly [C in FaultCode]: Reply<C> } = {
  'request-invalid': {
    status: 400,
    code: 'InvalidRequest',
    message: (d) => `${d.what}${d.where === undefined ? '' : ` (at ${d.where})`}`,
  },
  'body-too-large': {
    status: 413,
    code: 'RequestTooLarge',
    message: (d) =>
      d.limitBytes === 0
        ? 'This operation takes no request body. Send it without one.'
        : `The request body is larger than ${d.limitBytes} bytes. Send less at once.`,
  },
  'media-type-unsupported': {
    status: 415,
    code: 'UnsupportedMediaType',
    message: (d) => `This operation reads ${d.wanted}. Set Content-Type accordingly.`,
  },
  'route-unknown': {
    status: 404,
    code: 'RouteNotFound',
    message: () => 'There is no such operation. Check the method and the path.',
  },
  'method-unknown': {
    status: 405,
    code: 'MethodNotAllowed',
    message: (d) => `This address answers ${d.allowed}.`,
  },
  'token-missing': {
    status: 401,
    code: 'TokenMissing',
    message: () => 'Sign in first: send an access token as "Authorization: Bearer …".',
  },
  'token-invalid': {
    status: 401,
    code: 'TokenInvalid',
    message: () => 'The access token was not accepted. Sign in again.',
  },
  'token-expired': {
    status: 401,
    code: 'TokenExpired',
    message: () => 'Access token has expired, resubmit with a new access token',
  },
  'tenant-unknown': {
    status: 403,
    code: 'TenantNotOnboarded',
    message: () => 'Your organisation does not use this service. Ask its administrator to have it onboarded.',
  },
  'session-revoked': {
    status: 401,
    code: 'TokenRevoked',
    message: () => 'This session was ended, or the account was disabled. Sign in again.',
  },
  'not-allowed-here': {
    status: 403,
    code: 'TenantSettingDisabled',
    message: (d) => `Your organisation does not allow this (setting "${d.setting}"). Ask its administrator.`,
  },
  'rate-limited': {
    status: 429,
    code: 'TooManyRequests',
    message: (d) => `At most ${d.limit} calls ${d.per} are allowed. Try again in ${d.retryAfterSeconds} s.`,
  },
  'quota-exceeded': {
    status: 403,
    code: 'QuotaExceeded',
    message: (d) => `At most ${d.limit} ${d.what} are allowed. Remove some first.`,
  },
  // Trying again at once is of no use, and to be asked is no trouble of the service: 503 would invite the first, and have
  // whoever watches for failures take the region's readers away as well.
  'read-only': {
    status: 409,
    code: 'ServiceReadOnly',
    message: (d) =>
      d.isFailedOver === true
        ? 'The region that keeps the data of your organisation does not answer, and another one stands in for it: you can look at everything, and change it again when the region is back.'
        : 'The service is read-only just now: you can look at everything, and change it again later.',
  },
  'scope-missing': {
    status: 403,
    code: 'InsufficientScopes',
    message: (d) => `The access token lacks the scope or role ${d.wanted}.`,
  },
  'hop-refused': { status: 403, code: 'Forbidden', message: () => 'This address is not for direct use.' },
  'not-through-edge': { status: 403, code: 'NotThroughEdge', message: () => 'This address is not for direct use.' },
  'not-found': {
    status: 404,
    code: 'PowerBIEntityNotFound',
    message: (d) => `The ${d.what} was not found, or you do not have the permission to see it.`,
  },
  'not-permitted': {
    status: 403,
    code: 'PowerBINotAuthorizedException',
    message: (d) => `You may not ${d.what}. Ask somebody who can give you that.`,
  },
  'name-taken': {
    status: 409,
    code: 'DuplicateName',
    message: (d) => `There is a ${d.what} named "${d.name}" already. Choose another name.`,
  },
  'already-used': {
    status: 403,
    code: 'Forbidden',
    message: () => 'This request was carried out before and is not carried out twice.',
  },
  'file-kind-unsupported': {
    status: 400,
    code: 'RequestedFileIsEncryptedOrUnsupported',
    message: (d) => `"${d.fileName}" is of a kind that cannot be read yet. Supported: ${d.supported}.`,
  },
  'upload-missing': {
    status: 400,
    code: 'UploadNotFound',
    message: () =>
      'No uploaded file was found at that address. Ask for an upload location, PUT the file there, then import it.',
  },
  'upload-too-large': {
    status: 413,
    code: 'UploadTooLarge',
    message: (d) => `The file has ${d.actualBytes} bytes; at most ${d.limitBytes} can be imported.`,
  },
  'import-failed': {
    status: 400,
    code: 'ImportFailed',
    message: (d) => `${d.what}${d.where === undefined ? '' : ` (${d.where})`}. ${d.advice}`,
  },
  'field-unknown': {
    status: 400,
    code: 'FieldNotFound',
    message: (d) => `The model has no field ${d.field}.${d.near === undefined ? '' : ` Did you mean ${d.near}?`}`,
  },
  'question-invalid': { status: 400, code: 'QueryInvalid', message: (d) => d.what },
  'query-failed': { status: 400, code: QUERY_ERROR_CODE, message: (d) => queryErrorSentence(d.problems) },
  'person-required': {
    status: 401,
    code: 'PowerBINotAuthorizedException',
    message: (d) => `An application may not ${d.what}, whatever it was given. Ask as a person.`,
  },
  'model-too-large': {
    status: 413,
    code: 'ModelTooLarge',
    message: (d) => `The model is larger than the ${d.limitBytes} bytes that an instance can open.`,
  },
  'engine-busy': {
    status: 429,
    code: 'TooManyRequests',
    message: (d) => `Too many queries are waiting. Try again in ${d.retryAfterSeconds} s.`,
  },
  'query-timeout': {
    status: 504,
    code: 'QueryTimeout',
    message: (d) => `The query was stopped after ${Math.round(d.limitMs / 1000)} s. Ask for less, or filter more.`,
  },
  'upstream-unavailable': {
    status: 503,
    code: 'ServiceUnavailable',
    message: () => 'A part of the service does not answer just now. Try again in a moment.',
  },
  'upstream-timeout': {
    status: 504,
    code: 'GatewayTimeout',
    message: (d) => `No answer came within ${Math.round(d.limitMs / 1000)} s.`,
  },
  'outcome-unknown': {
    status: 502,
    code: 'OutcomeUnknown',
    message: () =>
      'The connection to the region that keeps the data of your organisation broke off while your change was on its way. It was carried out or it was not: look before you send it again.',
  },
};

/** `pbi.error` where Power BI says more than a sentence. */
export type FaultReply = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: QueryErrorDetails | undefined;
};

/** A fault as status and wire envelope. */
export function faultReply<C extends FaultCode>(fault: Fault<C>): FaultReply {
  const reply: Reply<C> = REPLIES[fault.code];
  const details = hasCode(fault, 'query-failed') ? queryErrorDetails(fault.detail.problems) : undefined;
  return { status: reply.status, code: reply.code, message: reply.message(fault.detail), details };
}
