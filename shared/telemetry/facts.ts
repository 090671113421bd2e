import type { FaultCode } from '../domain/faults.ts';
import type { RoleName } from '../domain/principal.ts';

/**
 * Everything that telemetry may say of a piece of work: ids, counts, codes of our own, names of routes. There is no
 * fact that could hold a name of a person, an address with its query, SQL, a header or a value of anybody's data.
 */
export type Facts = {
  readonly requestId?: string;
  readonly tenantId?: string;
  /** A name out of our own code: of an operation, a method of a port, a kind of work. */
  readonly operation?: string;
  readonly role?: RoleName;
  readonly method?: string;
  /** The template of an address, never the address. */
  readonly route?: string;
  readonly status?: number;
  readonly outcome?: Outcome;
  readonly store?: StoreName;
  /** What was called at a store, by comma, each once. */
  readonly calls?: string;
  readonly fileKind?: string;
  readonly cache?: 'hit' | 'miss';
  readonly bytes?: number;
  readonly rows?: number;
  readonly compileMs?: number;
};
export type FactName = keyof Facts;
/** How work ended that did not go well: the fault's code, or that it was none. */
export type Outcome = FaultCode | 'cancelled' | 'unexpected';
export type StoreName = 'metadata' | 'intake' | 'data' | 'graph' | 'models';

const ID = /^[\w.:/+=-]{1,100}$/;
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const CODE = /^[a-z][a-z\d-]{0,79}$/;
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const ROUTE = /^(\/[\w.()-]*|\/\{\*?\w+\}){1,20}$/;
const NAME = /^[a-z]\w{0,39}$/i;
const CALLS = /^[a-z]\w{0,39}\.[a-z]\w{0,39}(,[a-z]\w{0,39}\.[a-z]\w{0,39}){0,29}$/i;

/** What each fact looks like. A new one is a row here, or it does not compile. */
const SHAPES: { readonly [N in FactName]-?: RegExp | 'number' } = {
  requestId: ID,
  tenantId: GUID,
  operation: /^[a-z][\w-]{0,79}$/i,
  role: CODE,
  method: METHOD,
  route: ROUTE,
  status: 'number',
  outcome: CODE,
  store: CODE,
  calls: CALLS,
  fileKind: NAME,
  cache: CODE,
  bytes: 'number',
  rows: 'number',
  compileMs: 'number',
};

/** The facts that look as they must; whatever else was given, by a mistake of ours, goes nowhere. */
export function safeFacts(facts: Readonly<Record<string, unknown>>): readonly (readonly [FactName, string | number])[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    isFactName(name) && isLike(SHAPES[name], value) ? [[name, value] as const] : [],
  );
}

function isFactName(name: string): name is FactName {
  return Object.hasOwn(SHAPES, name);
}

function isLike(shape: RegExp | 'number', value: unknown): value is string | number {
  return shape === 'number' ? Number.isFinite(value) : typeof value === 'string' && shape.test(value);
}
