/** One call of a scenario, and what must come of it on both sides. */
export type Step = {
  readonly atSeconds?: number;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose token it carries: one of `TOKENS`. */
  readonly token?: string;
  readonly address?: string;
  /** What each backend does; 200 at once where it is not named. */
  readonly backends?: Readonly<Record<string, BackendAct>>;
  /** A status with a code or backend, such as `429 TooManyRequests` or `200 from one`. */
  readonly expected: string;
  /** Headers that the answer has with these values; null for one that it must not have. */
  readonly answered?: Readonly<Record<string, string | null>>;
  /** Headers that the backend gets; null for one that it must not get. */
  readonly sent?: Readonly<Record<string, string | null>>;
};

export type BackendAct =
  | { readonly kind: 'unreachable' }
  | { readonly status: number; readonly retryAfter?: number; readonly afterSeconds?: number; readonly bytes?: number };

export type Scenario = {
  readonly title: string;
  readonly apis: readonly Readonly<Record<string, unknown>>[];
  readonly backends?: readonly Readonly<Record<string, unknown>>[];
  readonly steps: readonly Step[];
};

/** Tokens by name; `forged` is not among them, so that its signature is good for nobody. */
export const TOKENS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ann: { aud: 'api', iss: 'https://login.example/v2.0', exp: 1_000, tid: 'contoso', oid: 'ann', scp: 'read write' },
  bob: { aud: 'api', iss: 'https://login.example/v2.0', exp: 1_000, tid: 'contoso', oid: 'bob', scp: 'read' },
  eve: { aud: ['other', 'api'], iss: 'https://login.example/v2.0', exp: 1_000, tid: 'fabrikam', oid: 'eve' },
  elsewhere: { aud: 'other', iss: 'https://login.example/v2.0', exp: 1_000, tid: 'contoso', oid: 'ann' },
  foreign: { aud: 'api', iss: 'https://evil.example', exp: 1_000, tid: 'contoso', oid: 'ann' },
  endless: { aud: 'api', iss: 'https://login.example/v2.0', tid: 'contoso', oid: 'ann' },
  early: { aud: 'api', iss: 'https://login.example/v2.0', exp: 1_000, nbf: 500, tid: 'contoso', oid: 'ann' },
  nobody: { aud: 'api', iss: 'https://login.example/v2.0', exp: 1_000 },
};

/** A check that most of them pass. */
export const TOKEN_CHECK = {
  openIdConfig: 'https://login.example/keys',
  audiences: ['api'],
  issuers: ['https://login.example/v2.0'],
  clockSkewSeconds: 60,
};

const BREAKER = { failures: 2, intervalSeconds: 10, status: ['500-503'], tripSeconds: 30 };
export const ONE = { name: 'one', origin: 'gateway', circuitBreaker: BREAKER };
export const TWO = { name: 'two', origin: 'gateway-two', circuitBreaker: BREAKER };

/** An API below `/v1.0/` before the backend `one`. */
export const api = (more: Readonly<Record<string, unknown>> = {}) => ({
  name: 'api',
  patterns: ['/v1.0/*'],
  backend: 'one',
  ...more,
});
