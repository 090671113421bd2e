import { z } from 'zod';

const Breaker = z.object({
  failureCondition: z.object({
    count: z.number().optional(),
    interval: z.string(),
    statusCodeRanges: z.array(z.object({ min: z.number(), max: z.number() })),
    errorReasons: z.array(z.string()),
  }),
  tripDuration: z.string(),
  acceptRetryAfter: z.boolean(),
});
const Single = z.looseObject({
  type: z.literal('Single'),
  url: z.url({ protocol: /^https$/ }),
  tls: z.object({ validateCertificateChain: z.literal(true), validateCertificateName: z.literal(true) }),
  circuitBreaker: z.object({ rules: z.tuple([Breaker]) }).optional(),
});
const Pool = z.looseObject({
  type: z.literal('Pool'),
  pool: z.object({
    services: z.array(z.object({ id: z.string(), priority: z.number(), weight: z.number() })).min(1),
  }),
});
const Document = z.object({
  backends: z.array(z.object({ name: z.string(), properties: z.discriminatedUnion('type', [Single, Pool]) })),
});

export type Member = { readonly name: string; readonly host: string };
/** How a call to a backend ended: its status, or the reason why there is none. */
export type Ending = { readonly status: number } | { readonly reason: string };

export type Backends = {
  /** Those that may be asked now, any of which may be chosen; empty where every circuit is open. */
  readonly candidates: (name: string, nowMs: number) => readonly Member[];
  readonly ended: (name: string, ending: Ending, retryAfter: number | undefined, nowMs: number) => void;
};

/** Backends with their breakers and pools: of a pool the lowest priority number that has a closed circuit. */
export function readBackends(text: string): Backends {
  const { backends } = Document.parse(JSON.parse(text));
  const byName = new Map(backends.map(({ name, properties }) => [name, properties]));
  const failures = new Map<string, readonly number[]>();
  const openUntil = new Map<string, number>();
  const isClosed = (name: string, nowMs: number): boolean => nowMs >= (openUntil.get(name) ?? 0);

  const membersOf = (name: string): readonly (Member & { readonly priority: number })[] => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`there is no backend ${name}`);
    if (found.type === 'Single') return [{ name, host: new URL(found.url).host, priority: 1 }];
    const used = found.pool.services.filter(({ weight }) => weight > 0);
    return (used.length > 0 ? used : found.pool.services).flatMap(({ id, priority }) =>
      membersOf(id.slice(id.lastIndexOf('/') + 1)).map((member) => ({ ...member, priority })),
    );
  };

  return {
    candidates(name, nowMs) {
      const closed = membersOf(name).filter((member) => isClosed(member.name, nowMs));
      const first = Math.min(...closed.map(({ priority }) => priority));
      return closed.filter(({ priority }) => priority === first);
    },
    ended(name, ending, retryAfter, nowMs) {
      const backend = byName.get(name);
      const rule = backend?.type === 'Single' ? backend.circuitBreaker?.rules[0] : undefined;
      if (rule === undefined || !isClosed(name, nowMs) || !isFailure(rule, ending)) return;
      const { count = Number.POSITIVE_INFINITY, interval } = rule.failureCondition;
      const recent = [...(failures.get(name) ?? []).filter((atMs) => atMs > nowMs - msOf(interval)), nowMs];
      failures.set(name, recent.length >= count ? [] : recent);
      if (recent.length < count) return;
      const asked = rule.acceptRetryAfter ? retryAfter : undefined;
      openUntil.set(name, nowMs + (asked === undefined ? msOf(rule.tripDuration) : asked * 1000));
    },
  };
}

function isFailure({ failureCondition }: z.infer<typeof Breaker>, ending: Ending): boolean {
  const { statusCodeRanges, errorReasons } = failureCondition;
  return 'status' in ending
    ? statusCodeRanges.some(({ min, max }) => ending.status >= min && ending.status <= max)
    : errorReasons.includes(ending.reason);
}

function msOf(duration: string): number {
  const seconds = /^PT(\d+)S$/.exec(duration)?.[1];
  if (seconds === undefined) throw new Error(`the interpreter knows no duration ${duration}`);
  return Number(seconds) * 1000;
}
