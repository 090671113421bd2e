// The fresh process: loads the built entry as the worker does, says what it registered, and on request serves it.
// The way of a request is the host's: routes in the order of function names, a wrong method or path is 404.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { matchPath } from '../../../functions/route.ts';

const core = createRequire(import.meta.url)('./core-stand-in.cjs');
await import(process.env.AZIMUTH_ENTRY);

const functions = core.registered.map(({ metadata, callback }) => {
  const trigger = Object.values(metadata.bindings).find(({ type }) => /trigger$/i.test(type));
  return { name: metadata.name, trigger, callback };
});
process.send({ kind: 'registered', functions: functions.map(({ name, trigger }) => ({ name, trigger })) });

const routes = functions
  .filter(({ trigger }) => trigger.type === 'httpTrigger')
  .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

createServer(async (incoming, outgoing) => {
  const url = new URL(incoming.url, `http://${incoming.headers.host}`);
  const found = routes.find(
    ({ trigger }) =>
      trigger.methods.some((method) => method.toUpperCase() === incoming.method) &&
      matchPath(`/${trigger.route}`, url.pathname) !== undefined,
  );
  if (found === undefined) return outgoing.writeHead(404).end();
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const request = new HttpRequest({
    url: url.href,
    method: incoming.method,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    ...(chunks.length === 0 ? {} : { body: { bytes: Buffer.concat(chunks) } }),
  });
  const context = new InvocationContext({ functionName: found.name, logHandler: () => undefined });
  const response = await found.callback(request, context);
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers.entries()));
  outgoing.end(body);
}).listen(Number(process.env.AZIMUTH_WORKER_PORT), '127.0.0.1', function listening() {
  process.send({ kind: 'listening', port: this.address().port });
});
process.on('disconnect', () => process.exit(0));
