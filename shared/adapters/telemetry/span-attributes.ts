import { type FactName, type Facts, safeFacts } from '../../telemetry/facts.ts';
import type { SpanName } from '../../telemetry/telemetry.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** What each fact is called where Application Insights reads it. */
const NAMES: { readonly [N in FactName]: readonly string[] } = {
  requestId: ['request.id'],
  tenantId: ['tenant.id'],
  operation: ['operation'],
  role: ['server.address'],
  method: ['http.request.method'],
  route: ['http.route', 'url.path'],
  status: ['http.response.status_code'],
  outcome: ['outcome'],
  store: ['db.namespace'],
  calls: ['calls'],
  fileKind: ['file.kind'],
  cache: ['cache'],
  bytes: ['bytes'],
  rows: ['rows'],
  compileMs: ['compile.ms'],
};

/** What makes the portal show a span as a request, a call or a store of its kind. */
const OF_KIND: { readonly [S in SpanName]: Attributes } = {
  request: { 'url.scheme': 'https' },
  hop: { 'url.scheme': 'https' },
  sql: { 'db.system.name': 'other_sql' },
  blob: { 'db.system.name': 'blob' },
  directory: { 'db.system.name': 'graph' },
  engine: { 'db.system.name': 'duckdb' },
  query: {},
  import: {},
};

/** The attributes of a new span. */
export function attributesOf(name: SpanName, facts: Facts): Attributes {
  return { ...OF_KIND[name], ...attributesOfFacts(facts) };
}

/** The attributes that say these facts, without any that does not look as it must. */
export function attributesOfFacts(facts: Facts): Attributes {
  return Object.fromEntries(safeFacts(facts).flatMap(([name, value]) => NAMES[name].map((key) => [key, value])));
}
