/**
 * Refusals that a caller can act on. One class, one table: each code has its facts, its status and its sentence.
 * Anything else that is thrown is a bug of ours and is answered 500 without details.
 */
export type FaultDetail = {
  'request-invalid': { readonly what: string; readonly where?: string };
  'body-too-large': { readonly limitBytes: number };
  'media-type-unsupported': { readonly wanted: string };
  'route-unknown': { readonly path: string };
  'method-unknown': { readonly allowed: string };
  'token-missing': Record<never, never>;
  'token-invalid': { readonly why: string };
  'token-expired': Record<never, never>;
  'tenant-unknown': Record<never, never>;
  'session-revoked': { readonly validFrom: string; readonly takesChallenges: boolean };
  'not-allowed-here': { readonly setting: string };
  'rate-limited': { readonly limit: number; readonly per: string; readonly retryAfterSeconds: number };
  'quota-exceeded': { readonly what: string; readonly limit: number };
  /** Where the tenant's home is lost and another cluster stands in for it, the caller is told so. */
  'read-only': { readonly isFailedOver?: boolean };
  'scope-missing': { readonly wanted: string };
  'hop-refused': { readonly why: string };
  'not-through-edge': Record<never, never>;
  'not-found': { readonly what: string };
  'not-permitted': { readonly what: string };
  'name-taken': { readonly what: string; readonly name: string };
  'already-used': Record<never, never>;
  'file-kind-unsupported': { readonly fileName: string; readonly supported: string };
  'upload-missing': Record<never, never>;
  'upload-too-large': { readonly limitBytes: number; readonly actualBytes: number };
  'import-failed': { readonly what: string; readonly where?: string; readonly advice: string };
  'field-unknown': { readonly field: string; readonly near?: string };
  'question-invalid': { readonly what: string };
  /** A DAX query cannot be understood, or what it computes fails. */
  'query-failed': { readonly problems: readonly QueryProblem[] };
  /** An application asks for rows that only a person's roles can tell. */
  'person-required': { readonly what: string };
  'model-too-large': { readonly limitBytes: number };
  'engine-busy': { readonly retryAfterSeconds: number };
  'query-timeout': { readonly limitMs: number };
  'upstream-unavailable': { readonly role: string };
  'upstream-timeout': { readonly limitMs: number };
  'outcome-unknown': Record<never, never>;
};
export type FaultCode = keyof FaultDetail;

/** One thing that is wrong with a query. The place is in the text of `object`, or of the query without one. */
export type QueryProblem = {
  readonly code: string;
  readonly message: string;
  /** Both count from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly object?: string;
};

export class Fault<C extends FaultCode = FaultCode> extends Error {
  readonly code: C;
  readonly detail: FaultDetail[C];

  constructor(code: C, detail: FaultDetail[C], options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'Fault';
    this.code = code;
    this.detail = detail;
  }
}

export function isFault(thrown: unknown): thrown is Fault {
  return thrown instanceof Fault;
}

export function hasCode<C extends FaultCode>(thrown: unknown, code: C): thrown is Fault<C> {
  return thrown instanceof Fault && thrown.code === code;
}
