import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { z } from 'zod';
import { badPurgePaths, type Purge } from '../shared/routing/purge.ts';
import type { Edge } from './start-edge.ts';

const MOST_BYTES = 64 * 1024;
const PurgeRequest = z.strictObject({
  hosts: z.array(z.string().min(1)).min(1).optional(),
  paths: z.array(z.string()).min(1),
});

/**
 * Serves the operator's calls on a socket in the file system, which nobody can reach over a network: its folder is open to
 * its owner only. `POST /purge {"paths": ["/assets/*"], "hosts"?: [...]}` answers `{"purged": n}`. Resolves to its end;
 * rejects where the socket cannot be made.
 */
export function openControl(path: string, edge: Pick<Edge, 'purge'>): Promise<() => void> {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // What a process left behind that did not end by itself.
  rmSync(path, { force: true });
  const server = createServer((req, res) => {
    answer(req, res, edge).catch(() => res.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      server.unref();
      resolve(() => {
        server.closeAllConnections();
        server.close();
      });
    });
  });
}

async function answer(req: IncomingMessage, res: ServerResponse, { purge }: Pick<Edge, 'purge'>): Promise<void> {
  if (req.url !== '/purge' || req.method !== 'POST') {
    reply(res, 404, { error: 'There is only POST /purge.' });
    return;
  }
  const asked = readPurge(await readText(req));
  if (typeof asked === 'string') reply(res, 400, { error: asked });
  else reply(res, 200, { purged: purge(asked) });
}

/** The purge that a text asks for, or what is wrong with it. */
function readPurge(text: string): Purge | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The body is not JSON.';
  }
  const parsed = PurgeRequest.safeParse(value);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const { hosts, paths } = parsed.data;
  const purge: Purge = { paths, ...(hosts !== undefined && { hosts }) };
  const bad = badPurgePaths(purge);
  return bad.length === 0 ? purge : `paths must begin with "/" and may end in "/*": ${bad.join(', ')}`;
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('the request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reply(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
