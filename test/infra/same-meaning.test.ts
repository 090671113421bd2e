import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEdge } from '../../edge/start-edge.ts';
import { parseRouting } from '../../shared/routing/parse-routing.ts';
import { type Answer, ask, startOrigin } from '../edge/with-edge.ts';
import { frontDoor, type Outcome } from './interpreter/front-door.ts';
import { committed, readGenerated } from './interpreter/generated.ts';
import { seenOf, VECTORS, type Vector } from './vectors.ts';

/**
 * One set of requests, run on the local edge and on an interpreter of the generated Front Door and firewall objects. Not
 * compared, because the two differ by nature: the status of a refusal (405 and 413 here, the firewall's 403 in Azure), a
 * body without a length, a route's own time-out, and what the header `X-MS-Version` says to Blob.
 */

const FILES = { edge: committed('front-door.json'), waf: committed('waf.json') };
const deployed = frontDoor(readGenerated(FILES.edge, FILES.waf));

/** An origin that says which one it is and what it got. */
async function withOrigins() {
  const document: unknown = JSON.parse(readFileSync(new URL('../../routing.config.json', import.meta.url), 'utf8'));
  const parsed = parseRouting(document);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  const names = [...new Set(parsed.routing.routes.flatMap(({ group }) => group.origins.map(({ name }) => name)))];
  const asked = new Map<string, number>();
  const started = await Promise.all(
    names.map(async (name) => {
      const { url } = await startOrigin((req, res) => {
        asked.set(req.url ?? '', (asked.get(req.url ?? '') ?? 0) + 1);
        req.resume();
        const body = JSON.stringify({ origin: name, path: req.url, headers: req.headers });
        res.writeHead(200, {
          'Cache-Control': 'public, max-age=600',
          'Content-Type': 'application/json',
          Server: 'any/1',
          'X-Powered-By': 'any',
        });
        res.end(req.method === 'HEAD' ? undefined : body);
      });
      return [name, { url }] as const;
    }),
  );
  const edge = await startEdge({ routing: parsed.routing, origins: Object.fromEntries(started), port: 0 });
  return { edge, asked };
}

const told = (answer: Answer): { origin?: string; path?: string; headers?: Record<string, string> } => {
  const text = answer.body.toString();
  return text.startsWith('{"origin"') ? JSON.parse(text) : {};
};

test('the local edge and the generated objects do the same with every vector', async () => {
  const { edge, asked } = await withOrigins();
  try {
    for (const vector of VECTORS) await compare(edge.port, vector, asked);
  } finally {
    await edge.close(0);
  }
});

test.each([
  ['a method rule that lets POST in', FILES.edge, FILES.waf.replaceAll('"HEAD"', '"POST"')],
  ['a body rule that counts higher', FILES.edge, FILES.waf.replaceAll('[1-9]', '[5-9]')],
  [
    'a route that leads elsewhere',
    FILES.edge.replace('originGroups/gateway"', 'originGroups/web-front-end"'),
    FILES.waf,
  ],
  ['a pattern that is gone', FILES.edge.replace('"/azimuth/*"', '"/azimuth2/*"'), FILES.waf],
  ['a header that is no longer stripped', FILES.edge.replaceAll('X-Original-URL', 'X-Other'), FILES.waf],
  ['an upload that keeps the token', FILES.edge.replace('"Authorization"', '"Other"'), FILES.waf],
  ['an upload that keeps the cookies', FILES.edge.replace('"Cookie"', '"Other"'), FILES.waf],
  ['an upload that may be larger', FILES.edge, FILES.waf.replace('107374182[5-9]', '107374182[6-9]')],
  ['a header that is no longer set', FILES.edge.replaceAll('"nosniff"', '"sniff"'), FILES.waf],
])('the comparison finds %s', async (_, edgeText, wafText) => {
  expect([edgeText, wafText]).not.toEqual([FILES.edge, FILES.waf]);
  const objects = frontDoor(readGenerated(edgeText, wafText));
  const { edge, asked } = await withOrigins();
  try {
    const run = async () => {
      for (const vector of VECTORS) await compare(edge.port, vector, asked, objects);
    };
    await expect(run()).rejects.toThrow();
  } finally {
    await edge.close(0);
  }
});

async function compare(
  port: number,
  vector: Vector,
  asked: ReadonlyMap<string, number>,
  objects = deployed,
): Promise<void> {
  const seen = seenOf(vector);
  const outcome = objects(seen);
  const url = vector.query === undefined ? vector.path : `${vector.path}?${vector.query}`;
  const label = `${seen.method} ${url} ${JSON.stringify(vector.headers ?? {})}`;
  const before = asked.get(url) ?? 0;
  const options = { method: seen.method, headers: { host: seen.host, ...vector.headers } };
  const answer = await ask(
    port,
    url,
    options,
    vector.sentBytes === undefined ? undefined : Buffer.alloc(vector.sentBytes),
  );
  expect({ label, kind: kindOf(answer, outcome) }).toEqual({ label, kind: outcome.kind });
  if (outcome.kind === 'forwarded') expectSameForwarding(label, vector, answer, outcome);
  else expect(asked.get(url) ?? 0, `${label} reached no origin`).toBe(before);
}

type Forwarded = Extract<Outcome, { readonly kind: 'forwarded' }>;

function expectSameForwarding(label: string, vector: Vector, answer: Answer, outcome: Forwarded): void {
  for (const [name, value] of Object.entries(outcome.responseHeaders)) {
    // Over plain HTTP, which this test speaks, a browser would not believe it.
    if (name !== 'strict-transport-security') expect(answer.headers[name], `${label}: ${name}`).toBe(value);
  }
  if (vector.method === 'HEAD') return;
  const { origin, path, headers } = told(answer);
  expect({ label, origin, path: path?.split('?')[0] }).toEqual({ label, origin: outcome.origin, path: outcome.path });
  for (const [name, sent] of Object.entries(vector.headers ?? {})) {
    const theirs = headers?.[name] === sent ? sent : undefined;
    expect({ label, name, value: theirs }).toEqual({ label, name, value: outcome.requestHeaders[name] });
  }
}

function kindOf(answer: Answer, outcome: Outcome): Outcome['kind'] {
  if (told(answer).origin !== undefined) return 'forwarded';
  if (answer.status === 200 && outcome.kind === 'forwarded') return 'forwarded';
  return answer.status === 404 ? 'no-route' : 'refused';
}

test('X-07: what the objects let Front Door keep is what the local edge keeps, and nothing else', async () => {
  const { edge, asked } = await withOrigins();
  try {
    const gets = VECTORS.filter(
      ({ method = 'GET', headers = {} }) => method === 'GET' && headers['content-length'] === undefined,
    );
    for (const [index, vector] of gets.entries()) {
      // A path of its own, so that no vector finds what another left behind.
      const own = { ...vector, path: vector.path.endsWith('/') ? vector.path : `${vector.path}${index}` };
      const outcome = deployed(seenOf(own));
      if (outcome.kind !== 'forwarded') continue;
      const options = { headers: { host: 'bi.example.com', ...own.headers } };
      await ask(edge.port, own.path, options);
      const before = asked.get(own.path) ?? 0;
      await ask(edge.port, own.path, options);
      const isKept = (asked.get(own.path) ?? 0) === before;
      expect({ path: own.path, headers: own.headers, isKept }).toEqual({
        path: own.path,
        headers: own.headers,
        isKept: outcome.mayBeKept,
      });
    }
  } finally {
    await edge.close(0);
  }
});

test('any path and method: both name the same origin, or both refuse', async () => {
  const { edge } = await withOrigins();
  const segment = fc.constantFrom(
    'v1.0',
    'V1.0',
    'azimuth',
    'intake',
    'assets',
    'Assets',
    'a',
    'internal',
    'v1',
    'health',
    'x.js',
  );
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 4 }), fc.boolean(), method, async (segments, isFolder, how) => {
        const path = `/${segments.join('/')}${isFolder && segments.length > 0 ? '/' : ''}`;
        const outcome = deployed(seenOf({ path, method: how }));
        const answer = await ask(edge.port, path, { method: how, headers: { host: 'bi.example.com' } });
        expect(kindOf(answer, outcome)).toBe(outcome.kind);
        if (outcome.kind === 'forwarded' && how !== 'HEAD') expect(told(answer).origin).toBe(outcome.origin);
      }),
      { numRuns: 150 },
    );
  } finally {
    await edge.close(0);
  }
});
