import { affinityCookies, affinityOf } from '../shared/routing/affinity.ts';
import { type ChoiceFacts, chooseOrigin, chooseOther } from '../shared/routing/choose-origin.ts';
import type { Origin } from '../shared/routing/routing.ts';
import { rulesLookAtBody } from '../shared/routing/rules-engine.ts';
import { wafLooksAtBody } from '../shared/routing/waf.ts';
import { answerFault } from './answer-fault.ts';
import { type Arrival, hasBody } from './arrival.ts';
import { askForAll, type CacheSlot, slotFor } from './cache-slot.ts';
import { collectAnswer } from './collect-answer.ts';
import { type Decision, decide } from './decide.ts';
import { type EdgeParts, nextTurn } from './edge-parts.ts';
import type { Exchange } from './exchange.ts';
import { forward } from './forward.ts';
import type { HttpOrigin } from './http-origin.ts';
import { peekBody } from './peek-body.ts';
import { sendCached } from './send-cached.ts';
import { sendHead } from './send-head.ts';
import { serveDirectory } from './serve-directory.ts';

/** Answers one request with the parts of this moment; they stay the same for it until it is answered. */
export function answerRequest(parts: EdgeParts, arrival: Arrival): void {
  if (hasBody(arrival) && looksAtBodies(parts)) {
    const judged = peekBody(arrival.req).then((body) => carryOut(parts, arrival, decide(parts, arrival, body)));
    settle(arrival, judged);
  } else {
    carryOut(parts, arrival, decide(parts, arrival, undefined));
  }
}

function looksAtBodies({ routing }: EdgeParts): boolean {
  return wafLooksAtBody(routing.waf) || routing.routes.some(rulesLookAtBody);
}

function carryOut(parts: EdgeParts, arrival: Arrival, decision: Decision): void {
  switch (decision.kind) {
    case 'exchange':
      answerExchange(parts, decision.exchange);
      return;
    case 'fault':
      answerFault(arrival, decision.fault);
      return;
    case 'redirect':
      answerBriefly(arrival, decision.status, ['Location', decision.location], '');
      return;
    case 'text':
      answerBriefly(arrival, decision.status, ['Content-Type', 'text/plain; charset=utf-8'], decision.body);
      return;
  }
}

function answerBriefly(arrival: Arrival, status: number, headers: readonly string[], body: string): void {
  const { req, res, requestId, method } = arrival;
  const own = ['Cache-Control', 'no-store', 'RequestId', requestId, 'X-Azure-Ref', requestId];
  sendHead(arrival, status, [...headers, ...own, 'Content-Length', String(Buffer.byteLength(body))]);
  res.end(method === 'HEAD' ? '' : body);
  req.resume();
}

/** Cache, then the choice of an origin, then the origin. */
function answerExchange(parts: EdgeParts, exchange: Exchange): void {
  const { route } = exchange;
  const { cache, turns } = parts.memory;
  const slot = route.cache === null ? undefined : slotFor(exchange, route.cache, cache, parts.now());
  const kept = slot?.cache.get(slot.key, slot.nowMs);
  if (slot !== undefined && kept !== undefined) {
    settle(exchange, sendCached(exchange, kept, 'TCP_HIT', slot.nowMs));
    return;
  }
  const turn = nextTurn(turns, route.group.name);
  const affinity = route.group.sessionAffinity ? affinityOf(exchange.headers) : undefined;
  const facts: ChoiceFacts = { healthOf: parts.healthOf, affinity };
  const chosen = chooseOrigin(route.group, turn, facts);
  const origin = parts.origins.get(chosen.name);
  if (origin === undefined) {
    answerFault(exchange, { code: 'ServiceUnavailable' });
  } else if (origin.kind === 'directory') {
    const place = slot ?? { cache, key: '', place: '', nowMs: parts.now() };
    settle(exchange, serveDirectory(exchange, origin, place));
  } else {
    const instead = (tried: readonly string[]): HttpOrigin | undefined =>
      httpOrigin(parts, chooseOther(route.group, turn, { ...facts, tried }));
    toOrigin(parts, exchange, { slot, origin, instead, affinity });
  }
}

type Towards = {
  readonly slot: CacheSlot | undefined;
  readonly origin: HttpOrigin;
  readonly instead: (tried: readonly string[]) => HttpOrigin | undefined;
  readonly affinity: string | undefined;
};

function toOrigin(parts: EdgeParts, exchange: Exchange, { slot, origin, instead, affinity }: Towards): void {
  const { route } = exchange;
  const { cache, group } = route;
  const cookies = (served: HttpOrigin): readonly string[] => {
    if (!group.sessionAffinity) return [];
    const answering = group.origins.find(({ name }) => name === served.name);
    return answering === undefined ? [] : affinityCookies(group.name, answering, affinity, slot !== undefined);
  };
  forward(slot === undefined ? exchange : askForAll(exchange, slot), {
    origin,
    instead,
    cookies,
    frontDoorId: parts.frontDoorId,
    bodyLookMs: parts.bodyLookMs,
    collect: (answer) =>
      slot === undefined || cache === null ? undefined : collectAnswer(exchange, cache, slot, answer, parts.chance()),
  });
}

function httpOrigin({ origins }: EdgeParts, chosen: Origin | undefined): HttpOrigin | undefined {
  const origin = chosen === undefined ? undefined : origins.get(chosen.name);
  return origin?.kind === 'http' ? origin : undefined;
}

/** A promise that nobody awaits must still end in an answer. */
function settle(arrival: Arrival, work: Promise<void>): void {
  work.catch((error: unknown) => {
    process.stderr.write(`edge: request ${arrival.requestId} failed: ${messageOf(error)}\n`);
    answerFault(arrival, { code: 'EdgeError' });
  });
}

/** What an error says, without its stack: an address or a query may stand in it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
