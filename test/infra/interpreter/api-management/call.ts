/** A call as API Management sees it. Header names are lower-case. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
};

export type Claims = Readonly<Record<string, unknown>>;

/** What a backend does with a call; undefined where it cannot be reached. */
export type BackendAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly afterSeconds?: number;
  readonly bytes?: number;
};

export type World = {
  readonly nowMs: number;
  /** The claims of a token whose signature is good; undefined for another. */
  readonly verify: (token: string) => Claims | undefined;
  readonly backend: (host: string, headers: Readonly<Record<string, string>>) => BackendAnswer | undefined;
};

/** A call on its way through the policies; they write into it. */
export type Call = {
  readonly request: ApiRequest;
  readonly headers: Map<string, string>;
  readonly response: { status: number; readonly headers: Map<string, string>; body: string };
  /** What CORS and limits put on whatever answer there will be. */
  readonly added: Map<string, string>;
  readonly variables: Map<string, unknown>;
  /** What is counted once the answer is known. */
  readonly counted: ((status: number | undefined, bytes: number) => void)[];
  backend: string | undefined;
  reason: string | undefined;
};

/** How a policy ended: go on, answer with what `response` holds, or fail for a reason of API Management's. */
export type Step =
  | { readonly kind: 'next' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'failed'; readonly reason: string | undefined; readonly status: number };

export const NEXT: Step = { kind: 'next' };

/** A failure by one of the reasons that `context.LastError` names. */
export function failed(reason: string | undefined, status: number): Step {
  return { kind: 'failed', reason, status };
}
