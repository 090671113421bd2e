import { checkEntrance } from '../shared/routing/access-switches.ts';
import { checkScheme } from '../shared/routing/check-scheme.ts';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import { matchRoute, pathAtOrigin } from '../shared/routing/match-route.ts';
import { nextHop } from '../shared/routing/request-chain.ts';
import { isHost, readTarget } from '../shared/routing/request-target.ts';
import { applyRules, rewrittenPath } from '../shared/routing/rules-engine.ts';
import { decideWaf, type WafDecision } from '../shared/routing/waf.ts';
import type { Arrival } from './arrival.ts';
import type { EdgeParts } from './edge-parts.ts';
import type { Exchange } from './exchange.ts';
import { factsOf } from './facts-of.ts';

/** What a request comes to before the cache and the origins are asked. */
export type Decision =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  | { readonly kind: 'fault'; readonly fault: EdgeFault }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'text'; readonly status: number; readonly body: string };

/** Front Door's order: what is no request, from where it comes, firewall, host and path, rules. `body` as in `factsOf`. */
export function decide(parts: EdgeParts, arrival: Arrival, body: string | undefined): Decision {
  const { routing } = parts;
  const target = readTarget(arrival.target, routing.limits.urlBytes);
  if ('code' in target) return refuse(target);
  const hops = nextHop(arrival.headers);
  const fault = faultOfHead(arrival) ?? checkEntrance(routing.networkAccess, arrival.entrance);
  if (fault !== undefined) return refuse(fault);
  if (typeof hops !== 'number') return refuse(hops);
  const facts = factsOf(arrival, target, body);
  const { matches, verdict } = decideWaf(routing.waf, facts, {
    nowMs: parts.now(),
    windows: parts.memory.windows,
    geoOf: parts.geoOf,
  });
  if (matches.length > 0) parts.onFirewall(arrival.requestId, matches);
  if (verdict.kind !== 'pass') return afterVerdict(verdict);
  const match = matchRoute(routing, { host: arrival.host, path: target.path, method: arrival.method });
  if (match.kind === 'no-route') return refuse({ code: 'RouteNotFound' });
  if (match.kind === 'method-refused') return refuse({ code: 'MethodNotAllowed', allow: match.allow });
  const { entry } = match;
  const scheme = checkScheme(match.route, facts, parts.servesPlain);
  if (scheme.kind === 'redirect') return scheme;
  if (scheme.kind === 'no-route') return refuse({ code: 'RouteNotFound' });
  if (Number(arrival.headers['content-length'] ?? 0) > match.route.bodyBytes) {
    return refuse({ code: 'RequestTooLarge', limitBytes: match.route.bodyBytes });
  }
  const outcome = applyRules(match.route, facts, parts.geoOf);
  if (outcome.kind === 'redirect') return outcome;
  const originPath = pathAtOrigin(entry, rewrittenPath(target.path, entry, outcome.rewrite));
  return { kind: 'exchange', exchange: { ...arrival, ...target, route: outcome.route, originPath, hops } };
}

function refuse(fault: EdgeFault): Decision {
  return { kind: 'fault', fault };
}

function faultOfHead({ host, headers }: Arrival): EdgeFault | undefined {
  if (!isHost(host)) return { code: 'BadRequest', what: 'The Host header is no host name, or there are two.' };
  if (headers['transfer-encoding'] !== undefined && headers['transfer-encoding'].toLowerCase() !== 'chunked') {
    return { code: 'BadRequest', what: 'A body may be sent in chunks or with a length, and in no other coding.' };
  }
  if (headers.upgrade !== undefined && /(^|,)\s*websocket\s*(,|$)/i.test(headers.upgrade)) {
    return { code: 'WebSocketNotSupported' };
  }
  return undefined;
}

function afterVerdict(verdict: Exclude<WafDecision['verdict'], { readonly kind: 'pass' }>): Decision {
  if (verdict.kind === 'redirect') return { kind: 'redirect', status: 302, location: verdict.location };
  const { status, body, retryAfterSeconds } = verdict;
  if (body !== undefined) return { kind: 'text', status, body };
  return refuse({ code: 'RequestBlocked', status, retryAfterSeconds });
}
