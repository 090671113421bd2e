import type { Backends } from './backends.ts';
import { type BackendAnswer, type Call, failed, type Step, type World } from './call.ts';
import { evaluate } from './expressions.ts';
import { childOf, type Policy } from './policy-xml.ts';

/** Which backends could have been asked, with which headers, and for how long. */
export type Forwarding = {
  readonly candidates: readonly string[];
  readonly sent: Readonly<Record<string, string>> | undefined;
  readonly timeoutSeconds: number | undefined;
};

export const NOT_FORWARDED: Forwarding = { candidates: [], sent: undefined, timeoutSeconds: undefined };

/** `forward-request`: one backend of those whose circuit is closed, in time. */
export function forward(
  section: Policy,
  call: Call,
  world: World,
  backends: Backends,
): { readonly step: Step; readonly forwarding: Forwarding } {
  const timeoutSeconds = Number(evaluate(childOf(section, 'forward-request').attributes['timeout'] ?? '300', call));
  const members = backends.candidates(call.backend ?? '', world.nowMs);
  const [member] = members;
  const candidates = members.map(({ name }) => name);
  if (member === undefined) return { step: failed(undefined, 503), forwarding: { ...NOT_FORWARDED, timeoutSeconds } };
  const sent = Object.fromEntries(call.headers);
  const answer = world.backend(member.name, sent);
  const reason = reasonOf(answer, timeoutSeconds);
  const step: Step = reason === undefined ? { kind: 'answered' } : failed(reason, 500);
  if (reason === undefined) take(answer, call);
  const ending = reason === undefined ? { status: call.response.status } : { reason };
  backends.ended(member.name, ending, retryAfterOf(answer), world.nowMs);
  for (const count of call.counted) count(answer?.status, answer?.bytes ?? 0);
  return { step, forwarding: { candidates, sent, timeoutSeconds } };
}

function reasonOf(answer: BackendAnswer | undefined, timeoutSeconds: number): string | undefined {
  if (answer === undefined) return 'BackendConnectionFailure';
  return (answer.afterSeconds ?? 0) > timeoutSeconds ? 'Timeout' : undefined;
}

function take(answer: BackendAnswer | undefined, { response }: Call): void {
  response.status = answer?.status ?? 0;
  for (const [name, value] of Object.entries(answer?.headers ?? {})) response.headers.set(name, value);
}

function retryAfterOf(answer: BackendAnswer | undefined): number | undefined {
  const asked = answer?.headers?.['retry-after'];
  return asked === undefined ? undefined : Number(asked);
}
