import { Agent, createServer, request } from 'node:http';

/** The least that a proxy in Node can be, as a process: what the edge's streaming is compared with. */
const { hostname, port } = new URL(process.env['AZIMUTH_BENCH_ORIGIN'] ?? '');
const agent = new Agent({ keepAlive: true });

const server = createServer((req, res) => {
  const { method, url, headers } = req;
  const sent = request({ hostname, port, agent, method, path: url, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  req.pipe(sent);
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ kind: 'ready', port: typeof address === 'object' ? address?.port : undefined });
});
