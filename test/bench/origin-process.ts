import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** A bare `node:http` server, as a process: what is compared with the edge, and what stands behind it. */
const file = readFileSync(process.env['AZIMUTH_BENCH_FILE'] ?? '');
const PIECE = Buffer.alloc(64 * 1024, 'a');
const small = Buffer.from(JSON.stringify({ value: 'x'.repeat(900) }));

const server = createServer((request, response) => {
  if (request.method === 'PUT') {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => response.writeHead(201, { 'Content-Length': '0', 'X-Bytes': String(bytes) }).end());
    return;
  }
  const wanted = Number(/^\/v1\.0\/stream\/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0);
  if (wanted > 0) {
    response.writeHead(200, { 'Content-Length': String(wanted) });
    pour(response, wanted);
    return;
  }
  const isFile = request.url?.startsWith('/assets/') === true;
  const body = isFile ? file : small;
  response.writeHead(200, {
    'Content-Type': isFile ? 'text/javascript' : 'application/json',
    'Content-Length': String(body.length),
  });
  response.end(body);
});

function pour(response: NodeJS.WritableStream, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    let goesOn = true;
    while (goesOn && left > 0) {
      left -= PIECE.length;
      goesOn = response.write(PIECE);
    }
    if (left > 0) response.once('drain', more);
    else response.end();
  };
  more();
}

server.keepAliveTimeout = 65_000;
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ kind: 'ready', port: typeof address === 'object' ? address?.port : undefined });
});
