import { type CacheRule, DURATION } from './cache-schema.ts';

/** What a cache needs to know of a request. Header names are lower-case. */
export type CacheRequest = {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

/** What a cache needs to know of an answer. Header names are lower-case. */
export type CacheAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

/** Whether to keep an answer, and until when it may be given out. */
export type StoreDecision = { readonly keep: false } | { readonly keep: true; readonly freshUntilMs: number };

const NOT_KEPT: StoreDecision = { keep: false };
const DAY_SECONDS = 86_400;
const LONGEST_SECONDS = 366 * DAY_SECONDS;

/** Says whether the cache may answer this request at all: never what a person signed for, and never a part of a file. */
export function mayUseCache({ method, headers }: CacheRequest): boolean {
  return (
    (method === 'GET' || method === 'HEAD') && headers['authorization'] === undefined && headers['range'] === undefined
  );
}

/** The key under which an answer is kept: host, path and, as the rule says, query; the order of parameters is no matter. */
export function cacheKey(rule: CacheRule, { host, path, query }: CacheRequest): string {
  return `${host.toLowerCase()} ${path}${queryPart(rule, query)}`;
}

function queryPart(rule: CacheRule, query: string): string {
  if (rule.queryMode === 'IgnoreQueryString' || query.length <= 1) return '';
  const pairs = query.slice(1).split('&').filter(Boolean);
  const isNamed = (pair: string) => rule.queryParameters.includes(pair.split('=', 1)[0] ?? '');
  switch (rule.queryMode) {
    case 'UseQueryString':
      return `?${pairs.sort().join('&')}`;
    case 'IgnoreSpecifiedQueryStrings':
      return `?${pairs
        .filter((pair) => !isNamed(pair))
        .sort()
        .join('&')}`;
    case 'IncludeSpecifiedQueryStrings':
      return `?${pairs.filter(isNamed).sort().join('&')}`;
  }
}

/**
 * Decides whether an answer is kept. Only a whole 200 to a GET without `Authorization` is; never `private`, `no-cache`,
 * `no-store`, a cookie, or an answer that varies by more than its encoding, whatever the rule says. `chance` (0 to 1) spreads
 * the life of answers that state none over one to three days.
 */
export function decideStore(
  rule: CacheRule,
  request: CacheRequest,
  answer: CacheAnswer,
  nowMs: number,
  chance: number,
): StoreDecision {
  if (request.method !== 'GET' || !mayUseCache(request) || answer.status !== 200) return NOT_KEPT;
  if (answer.headers['set-cookie'] !== undefined || answer.headers['content-range'] !== undefined) return NOT_KEPT;
  const vary = text(answer.headers['vary']).toLowerCase();
  if (vary !== '' && vary !== 'accept-encoding') return NOT_KEPT;
  const directives = parseDirectives(text(answer.headers['cache-control']));
  if (directives.has('private') || directives.has('no-cache') || directives.has('no-store')) return NOT_KEPT;
  const stated = statedSeconds(directives, text(answer.headers['expires']), nowMs);
  const seconds = secondsFor(rule, stated, chance);
  return seconds > 0 ? { keep: true, freshUntilMs: nowMs + Math.min(seconds, LONGEST_SECONDS) * 1000 } : NOT_KEPT;
}

function secondsFor(rule: CacheRule, stated: number | undefined, chance: number): number {
  switch (rule.behavior) {
    case 'HonorOrigin':
      return stated ?? Math.round(DAY_SECONDS * (1 + 2 * chance));
    case 'OverrideAlways':
      return durationSeconds(rule.duration ?? '');
    case 'OverrideIfOriginMissing':
      return stated ?? durationSeconds(rule.duration ?? '');
  }
}

/** A duration such as `1.00:00:00` in seconds; 0 where it is none. */
export function durationSeconds(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(duration) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function statedSeconds(directives: ReadonlyMap<string, string>, expires: string, nowMs: number): number | undefined {
  const given = directives.get('s-maxage') ?? directives.get('max-age');
  if (given !== undefined) return /^\d+$/.test(given) ? Number(given) : 0;
  if (expires === '') return undefined;
  const atMs = Date.parse(expires);
  return Number.isNaN(atMs) ? 0 : Math.max(0, Math.floor((atMs - nowMs) / 1000));
}

function parseDirectives(header: string): ReadonlyMap<string, string> {
  return new Map(
    header.split(',').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim().replaceAll('"', '')];
    }),
  );
}

function text(value: string | readonly string[] | undefined): string {
  return value === undefined ? '' : typeof value === 'string' ? value : value.join(', ');
}
