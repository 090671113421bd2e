import type { IncomingMessage } from 'node:http';
import { decideStore } from '../shared/routing/cache-rule.ts';
import type { CacheRule } from '../shared/routing/cache-schema.ts';
import type { CacheSlot } from './cache-slot.ts';
import type { Exchange } from './exchange.ts';
import type { Collector } from './forward.ts';

/** Gathers an answer beside passing it on, and keeps it once it is whole; undefined where it may not be kept. */
export function collectAnswer(
  exchange: Exchange,
  rule: CacheRule,
  { cache, key, place, nowMs }: CacheSlot,
  answer: IncomingMessage,
  chance: number,
): Collector | undefined {
  const { headers, rawHeaders, statusCode: status = 0 } = answer;
  const decision = decideStore(rule, exchange, { status, headers }, nowMs, chance);
  if (!decision.keep || headers['content-encoding'] !== undefined) return undefined;
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  return (chunk) => {
    if (chunks === undefined) return;
    if (chunk === undefined) {
      if (!answer.complete) return;
      cache.put(key, {
        place,
        headers: headersToKeep(rawHeaders),
        body: Buffer.concat(chunks),
        etag: headers.etag,
        contentType: headers['content-type'] ?? '',
        storedAtMs: nowMs,
        freshUntilMs: decision.freshUntilMs,
        encoded: new Map(),
      });
      return;
    }
    bytes += chunk.length;
    if (bytes > cache.largestBytes) chunks = undefined;
    else chunks.push(chunk);
  };
}

/** Without what is worked out anew for each client. The tag becomes a weak one, as the body may be sent encoded. */
function headersToKeep(rawHeaders: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (/^(content-length|age|vary)$/i.test(name)) continue;
    kept.push(name, /^etag$/i.test(name) ? value.replace(/^(?=")/, 'W/') : value);
  }
  return kept;
}
