import type { EdgeFault } from './edge-fault.ts';

/** A request target taken apart and nothing else: neither part is decoded, so both can be passed on unchanged. */
export type RequestTarget = { readonly path: string; readonly query: string };

const DOT_SEGMENT = /(?:^|\/|%2f)(?:\.|%2e){1,2}(?:\/|%2f|$)/i;
const UNSAFE = /[\\ \p{Cc}]|%(?:00|5c)/iu;

/**
 * Splits a target at its `?` and refuses what would mean one thing to the route table and another to an origin: dot
 * segments, back-slashes and NUL, also when they are encoded, and targets that are no path.
 */
export function readTarget(target: string, urlBytes: number): RequestTarget | EdgeFault {
  if (target.length > urlBytes) return { code: 'UriTooLong', limitBytes: urlBytes };
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  if (!path.startsWith('/')) return { code: 'BadRequest', what: 'The request target must be a path.' };
  if (UNSAFE.test(path) || DOT_SEGMENT.test(path)) {
    return { code: 'BadRequest', what: 'The path holds a dot segment, a back-slash or a control character.' };
  }
  return { path, query: mark === -1 ? '' : target.slice(mark) };
}

/** Says whether a `Host` header is a host name or address with an optional port, and so safe to put into a URL. */
export function isHost(text: string): boolean {
  return /^(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i.test(text);
}
