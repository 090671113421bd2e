import { ErrorEnvelope } from '../../../shared/contract/error-envelope.ts';

/** A call that did not succeed, as the person is told: what happened, and the id to quote when asking for help. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(
    message: string,
    detail: { status: number; code: string; requestId?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause: detail.cause });
    this.name = 'Problem';
    this.status = detail.status;
    this.code = detail.code;
    this.requestId = detail.requestId;
  }
}

/** Reads a refusal in the service's envelope; anything else becomes a sentence of our own. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  const header = response.headers.get('RequestId') ?? undefined;
  const parsed = ErrorEnvelope.safeParse(readJson(text));
  if (parsed.success) {
    const { code, message, requestId } = parsed.data.error;
    return new Problem(message, { status: response.status, code, requestId: header ?? requestId });
  }
  const message = sentenceFor(response.status, response.headers.get('Retry-After'));
  return new Problem(message, { status: response.status, code: 'Unexpected', requestId: header });
}

/** What an answer without the service's envelope means: from the edge, or from a proxy on the way. */
function sentenceFor(status: number, retryAfter: string | null): string {
  if (status !== 429) {
    return `The service gave an answer that this page does not understand (${status}). Try again in a moment.`;
  }
  const seconds = Number(retryAfter ?? '');
  const when = Number.isInteger(seconds) && seconds > 0 ? `in ${seconds} s` : 'in a minute';
  return `Too much was asked of the service at once. Try again ${when}.`;
}

/** No answer came at all: the network, or the service is starting. */
export function unreachable(cause: unknown): Problem {
  const message = 'The service could not be reached. Check your connection, then try again.';
  return new Problem(message, { status: 0, code: 'Unreachable', cause });
}

/** The value of a JSON text; undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True where the service says no. What it said before no longer counts then; after a lost connection it does. */
export function isRefusal(thrown: unknown): boolean {
  return thrown instanceof Problem && [401, 403, 404].includes(thrown.status);
}

/** Whatever was thrown, as something that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem('Something went wrong on this page. Reload it; if it happens again, tell your administrator.', {
    status: 0,
    code: 'Page',
    cause: thrown,
  });
}
