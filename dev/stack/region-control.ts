import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import type { StackRegion } from './stack-region.ts';

type Answer = { readonly status: number; readonly body: unknown };
const USE = 'GET /, POST /<region>/kill, POST /<region>/revive';

/**
 * Serves what takes a region of a running stack away and gives it back, on a socket that only its owner can open:
 * `GET /` lists the regions with their roles, `POST /first/kill` ends all roles of the first at once, `POST /first/revive`
 * starts those that are gone. Answers its end.
 */
export function openRegionControl(path: string, regions: readonly StackRegion[]): Promise<() => void> {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // What a process left behind that did not end by itself.
  rmSync(path, { force: true });
  const server = createServer((request, response) => {
    request.resume();
    void reply(regions, request, response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve(() => {
        server.closeAllConnections();
        server.close();
      });
    });
  });
}

async function reply(
  regions: readonly StackRegion[],
  { method = '', url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const failed = (error: unknown): Answer => ({ status: 500, body: { error: String(error) } });
  const { status, body } = await answer(regions, method, url).catch(failed);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}

async function answer(regions: readonly StackRegion[], method: string, url: string): Promise<Answer> {
  const [, name, what, ...more] = url.split('/');
  const region = regions.find((one) => one.name === name);
  if (method === 'POST' && more.length === 0 && region !== undefined) {
    if (what === 'kill') await region.kill();
    else if (what === 'revive') await region.revive();
    else return { status: 404, body: { error: `There is only ${USE}.` } };
  } else if (method !== 'GET' || url !== '/') {
    return { status: 404, body: { error: `There is only ${USE}.` } };
  }
  return { status: 200, body: Object.fromEntries(regions.map((one) => [one.name, one.roles().map(facts)])) };
}

function facts({ name, pid, port }: ReturnType<StackRegion['roles']>[number]) {
  return { role: name.replace(/^.*\//, ''), pid, port };
}
