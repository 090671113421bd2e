import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { z } from 'zod';

/** An item as Application Insights takes it, as far as tests look at it. */
const Envelope = z.object({
  name: z.string(),
  time: z.string(),
  tags: z.record(z.string(), z.string()),
  data: z.object({
    baseType: z.string(),
    baseData: z.looseObject({
      id: z.string().optional(),
      name: z.string().optional(),
      duration: z.string().optional(),
      success: z.boolean().optional(),
      responseCode: z.string().optional(),
      resultCode: z.string().optional(),
      url: z.string().optional(),
      type: z.string().optional(),
      target: z.string().optional(),
      properties: z.record(z.string(), z.string()).default({}),
    }),
  }),
});
export type Item = z.infer<typeof Envelope>;

/** The place that telemetry is sent to, on this machine, over TLS: the library sends nothing without. */
export type Ingestion = {
  readonly connectionString: string;
  /** Its certificate, to be trusted. */
  readonly caFile: string;
  readonly items: () => readonly Item[];
  /** Everything that came: addresses, headers and bodies. */
  readonly received: () => readonly string[];
  stop(): Promise<void>;
};

export async function startIngestion(): Promise<Ingestion> {
  const items: Item[] = [];
  const received: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-ingestion-'));
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Ingestion of a test' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);
  const server = createServer({ cert, key }, (request, response) => {
    void readAll(request).then((text) => {
      received.push(`${request.url}\n${JSON.stringify(request.headers)}\n${text}`);
      const batch = parseBatch(text);
      items.push(...batch);
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ itemsReceived: batch.length, itemsAccepted: batch.length, errors: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const endpoint = `https://127.0.0.1:${port}/`;
  return {
    connectionString: `InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
    caFile,
    items: () => items,
    received: () => received,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
}

/** One JSON array, or one item a line. */
function parseBatch(text: string): readonly Item[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const values: unknown = trimmed.startsWith('[')
    ? JSON.parse(trimmed)
    : trimmed.split('\n').map((line) => JSON.parse(line));
  return z.array(Envelope).parse(values);
}
