import type { IncomingMessage, RequestListener } from 'node:http';
import type { ProviderSettings } from '../idp/provider-settings.ts';
import { json, type Reply } from '../idp/reply.ts';
import { graphCaller } from './graph-caller.ts';
import { GraphRefusal, graphErrorReply } from './graph-reply.ts';
import { GRAPH_ROUTES } from './graph-routes.ts';

/** Path under which the stand-in of Microsoft Graph is served, by the edge too. */
export const GRAPH_PREFIX = '/graph/v1.0';
const BODY_LIMIT = 64 * 1024;

/** The stand-in of Microsoft Graph as a listener for `node:http`: the local directory, as Graph shows it. */
export function graphService(settings: ProviderSettings, log: (text: string) => void): RequestListener {
  return (request, response) => {
    respond(settings, request)
      .catch((thrown: unknown): Reply => {
        if (thrown instanceof GraphRefusal) return graphErrorReply(thrown, settings.now());
        log(`graph: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
        return json(500, { error: { code: 'generalException', message: 'An unexpected fault.' } });
      })
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
        response.end(body);
      })
      .catch((thrown: unknown) => log(`graph: the answer was not sent: ${String(thrown)}`));
  };
}

async function respond(settings: ProviderSettings, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://local');
  const body = await readJson(request);
  const caller = await graphCaller(settings, request.headers.authorization);
  const path = decoded(url.pathname.slice(GRAPH_PREFIX.length));
  for (const { method, path: pattern, by, answer } of GRAPH_ROUTES) {
    const parts = method === request.method && url.pathname.startsWith(GRAPH_PREFIX) ? pattern.exec(path) : null;
    if (parts === null) continue;
    if (!by.includes(caller.kind)) throw new GraphRefusal('not-allowed');
    const { directory, now } = settings;
    return answer({ tenant: caller.tenant, directory, query: url.searchParams, body, now }, ...parts.slice(1));
  }
  throw new GraphRefusal('address-unknown');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new GraphRefusal('address-unknown');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) throw new GraphRefusal('body-invalid');
  }
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new GraphRefusal('body-invalid');
  }
}
