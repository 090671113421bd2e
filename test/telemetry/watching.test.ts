import { describe, expect, test } from 'vitest';
import { behindEdge } from '../../functions/behind-edge.ts';
import { answering, json, tell } from '../../functions/reply.ts';
import type { Invocation, Route } from '../../functions/route.ts';
import { watchEngine, watchImporter } from '../../functions/telemetry/watch-engine.ts';
import { watchMetadata } from '../../functions/telemetry/watch-metadata.ts';
import { watchDirectory, watchIntake } from '../../functions/telemetry/watch-ports.ts';
import { watchRoutes } from '../../functions/telemetry/watch-routes.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { Engine } from '../../shared/engine/ports.ts';
import type { Directory } from '../../shared/identity/ports.ts';
import type { Intake } from '../../shared/imports/ports.ts';
import type { FileImporter } from '../../shared/source/ports.ts';
import { NO_TELEMETRY, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import { recordingTelemetry } from './recorder.ts';

const CANARY = 'numbat-93ef-canary';
const TENANT = tenant('6f8b1f1e-0f0e-4f4d-8f8f-1b2c3d4e5f60');
const ARRIVED = { requestId: '0d9c4c1e-7a55-4d3c-9a53-0a1b2c3d4e5f', traceparent: null };

const intake: Intake = {
  writeAddress: async (name) => `https://x/${name}?sig=${CANARY}`,
  blobOfAddress: (address) => address.slice(1),
  size: async () => 12,
  download: async () => undefined,
  upload: async () => undefined,
  remove: () => Promise.reject(new Error(CANARY)),
};
const directory: Directory = {
  account: async () => undefined,
  groupsOf: async () => [],
  find: async () => undefined,
  findByName: async () => undefined,
  search: async () => [],
  invite: () => Promise.reject(new Fault('not-permitted', { what: CANARY })),
};
const engine: Engine = {
  open: async () => ({
    run: async () => [
      [CANARY, CANARY],
      [1, 2],
    ],
    close: async () => undefined,
  }),
};
const importer: FileImporter = {
  import: async () => ({
    tableName: CANARY,
    rowCount: 3,
    columns: [],
    databasePath: CANARY,
    bytes: 99,
    remove: async () => undefined,
  }),
};

describe('where nothing is recorded', () => {
  test('a watched port is the port itself, and a span is the work itself', async () => {
    expect(watchIntake(intake, NO_TELEMETRY)).toBe(intake);
    expect(watchDirectory(directory, NO_TELEMETRY)).toBe(directory);
    expect(watchEngine(engine, NO_TELEMETRY)).toBe(engine);
    expect(watchImporter(importer, NO_TELEMETRY)).toBe(importer);
    const routes: readonly Route[] = [];
    expect(watchRoutes(routes, NO_TELEMETRY)).toBe(routes);
    const done = Promise.resolve(7);
    expect(NO_TELEMETRY.within('query', {}, () => done)).toBe(done);
    expect(NO_TELEMETRY.serve(ARRIVED, {}, () => done)).toBe(done);
  });
});

describe('a watched port', () => {
  test('answers and throws what the port does; its spans say which method was called and nothing that it was given', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const watched = watchIntake(intake, telemetry);
    await serving(telemetry, async () => {
      expect(await watched.writeAddress('a', new Date())).toBe(`https://x/a?sig=${CANARY}`);
      expect(watched.blobOfAddress('/b')).toBe('b');
      expect(await watched.size(CANARY)).toBe(12);
      await expect(watched.remove(CANARY)).rejects.toThrow(CANARY);
      await expect(watchDirectory(directory, telemetry).invite(TENANT, CANARY)).rejects.toThrow('not-permitted');
    });
    expect(spans().map(({ name, attributes }) => [name, attributes['operation'], attributes['outcome']])).toEqual([
      ['blob', 'writeAddress', undefined],
      ['blob', 'size', undefined],
      ['blob', 'remove', 'unexpected'],
      ['directory', 'invite', 'not-permitted'],
      ['request', undefined, undefined],
    ]);
    expectNoCanary(spans());
  });

  test('of the engine and of files tells kind, rows and bytes, and no table or path', async () => {
    const { telemetry, spans } = recordingTelemetry();
    await serving(telemetry, async () => {
      await watchEngine(engine, telemetry).open(CANARY);
      const file = { path: CANARY, kind: 'csv', tableName: CANARY } as const;
      const limits = { timeoutMs: 1, memoryBytes: 1, maxColumns: 1 };
      await watchImporter(importer, telemetry).import({ ...file, limits }, new AbortController().signal);
    });
    expect(spans()).toMatchObject([
      { name: 'engine', attributes: { operation: 'open' } },
      { name: 'import', attributes: { 'file.kind': 'csv', rows: 3, bytes: 99 } },
      { name: 'request' },
    ]);
    expectNoCanary(spans());
  });

  test('of the metadata tells the unit of work, its tenant and the store’s methods', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const metadata = watchMetadata(await openSqliteMetadata({ file: ':memory:' }), telemetry);
    await serving(telemetry, async () => {
      await metadata.system.saveTenant({ tenantId: TENANT, name: CANARY, homeCluster: 'home' });
      await metadata.read(TENANT, async ({ workspaces, security }) => {
        await workspaces.findByName(CANARY);
        await workspaces.findByName(CANARY);
        return security.state();
      });
      await expect(metadata.write(TENANT, undefined, () => Promise.reject(new Error(CANARY)))).rejects.toThrow();
    });
    await metadata.close();
    expect(spans()).toMatchObject([
      { name: 'sql', attributes: { operation: 'saveTenant', 'db.namespace': 'metadata' } },
      { attributes: { operation: 'read', 'tenant.id': TENANT, calls: 'workspaces.findByName,security.state' } },
      { attributes: { operation: 'write', outcome: 'unexpected' }, isTrouble: true },
      { name: 'request' },
    ]);
    expectNoCanary(spans());
  });
});

describe('a watched route', () => {
  const reports = route('gateway-reports-get', '/v1.0/myorg/reports/{reportId}', (request) => {
    tell(request, { tenantId: TENANT, operation: 'reports-get' });
    return Promise.resolve(json(200, { secret: CANARY }));
  });
  const refusing = route('gateway-reports-get', '/v1.0/myorg/reports/{reportId}', () =>
    Promise.reject(new Fault('not-found', { what: CANARY })),
  );

  test('is a request with its route and status, and nothing of its address, headers or body', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const headers = { authorization: `Bearer ${CANARY}`, 'x-request-id': ARRIVED.requestId, cookie: CANARY };
    const request = new Request(`http://localhost/v1.0/myorg/reports/${CANARY}?sig=${CANARY}`, { headers });
    const response = await watched(telemetry, reports).handler(request, invocation().invocation);
    expect(await response.json()).toEqual({ secret: CANARY });
    expect(spans()).toMatchObject([
      {
        traceId: '0d9c4c1e7a554d3c9a530a1b2c3d4e5f',
        attributes: {
          'request.id': response.headers.get('RequestId'),
          'tenant.id': TENANT,
          'http.request.method': 'GET',
          'http.route': '/v1.0/myorg/reports/{reportId}',
          'http.response.status_code': 200,
          'server.address': 'gateway',
        },
      },
    ]);
    expectNoCanary(spans());
  });

  test('that refuses tells the fault’s code, and its log line carries the trace', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const { invocation: call, lines } = invocation();
    const headers = { 'x-azure-ref': '0zxV+XAAAAABKMMOjBv2NT4TY6SQVjC0zV1NURURHRTA2' };
    const response = await watched(telemetry, refusing).handler(new Request('http://localhost/a', { headers }), call);
    const [span] = spans();
    expect(span?.attributes).toMatchObject({ outcome: 'not-found', 'http.response.status_code': 404 });
    expect([span?.attributes['request.id'], response.headers.get('RequestId')]).toEqual([
      headers['x-azure-ref'],
      headers['x-azure-ref'],
    ]);
    expect(lines).toMatchObject([{ event: 'refused', traceId: span?.traceId, requestId: headers['x-azure-ref'] }]);
  });

  test('has one id, also where a handler no longer believes the header that it came in', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const [stripping] = behindEdge(undefined, [reports]);
    if (stripping === undefined) throw new Error('no route');
    const request = new Request('http://localhost/a', { headers: { 'x-azure-ref': '0zxV+XAAAAABKMMOjBv2NT4TY6' } });
    const response = await watched(telemetry, stripping).handler(request, invocation().invocation);
    expect(request.headers.has('x-azure-ref')).toBe(false);
    expect(spans()[0]?.attributes['request.id']).toBe(response.headers.get('RequestId'));
  });

  test('is not a probe', async () => {
    const { telemetry, spans } = recordingTelemetry();
    const probe = route('gateway-health', '/v1.0/health', () => Promise.resolve(new Response(null)));
    await watched(telemetry, probe).handler(new Request('http://localhost/v1.0/health'), invocation().invocation);
    expect(spans()).toEqual([]);
  });
});

function route(name: string, path: string, handler: Route['handler']): Route {
  return { name, methods: ['GET'], path, handler: answering(handler) };
}

function watched(telemetry: Telemetry, one: Route): Route {
  const [first] = watchRoutes([one], telemetry);
  if (first === undefined) throw new Error('no route');
  return first;
}

function invocation(): { readonly invocation: Invocation; readonly lines: readonly Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log: Invocation['log'] = (level, event, facts = {}) => lines.push({ level, event, ...facts });
  return { invocation: { signal: new AbortController().signal, log }, lines };
}

function serving(telemetry: Telemetry, work: () => Promise<void>): Promise<void> {
  return telemetry.serve(ARRIVED, {}, work);
}

function expectNoCanary(spans: readonly { readonly text: string }[]): void {
  for (const { text } of spans) expect(text).not.toContain(CANARY);
}

function tenant(text: string): TenantId {
  const id = parseId<TenantId>(text);
  if (id === undefined) throw new Error(`${text} is no id`);
  return id;
}
