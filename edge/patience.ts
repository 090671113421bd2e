/** How long a client may take. The numbers are the same for every client; tests take shorter ones. */
export type Patience = {
  /** For the headers of a request; a new connection has as long to begin one, and to shake hands. */
  readonly headersMs: number;
  /** Between two looks at a body that is arriving. */
  readonly bodyLookMs: number;
  /** While a connection is kept on which nothing is asked. */
  readonly idleMs: number;
};

export const PATIENCE: Patience = { headersMs: 15_000, bodyLookMs: 5_000, idleMs: 65_000 };
