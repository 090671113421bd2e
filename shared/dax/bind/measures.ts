import type { BoundScalar, DaxType } from '../bound.ts';
import type { Parsed } from '../dax-problem.ts';
import type { Expression, Span } from '../syntax.ts';
import type { Source } from './bind-problem.ts';
import { BROKEN, type Env, type MeasureSlot, report, type Session } from './environment.ts';
import { fold } from './model-index.ts';

/** A measure by its name: one that the query defines, before one of the model. */
export type FoundMeasure = {
  readonly table: number;
  readonly name: string;
  readonly formatString: string;
  readonly source: Source;
  readonly tree: Parsed<Expression>;
  /** The query's own text may name what is wrong with it; a measure of the model that needs a hidden thing is hidden. */
  readonly isOfModel: boolean;
};

export function findMeasure(env: Env, name: string): FoundMeasure | undefined {
  const { session } = env;
  const defined = session.definitions.measures.get(fold(name));
  if (defined !== undefined) {
    const { table, value } = defined;
    const { source } = session.definitions;
    return {
      table,
      name: defined.name,
      formatString: '',
      source,
      tree: { kind: 'parsed', tree: value },
      isOfModel: false,
    };
  }
  const place = session.index.measures.get(fold(name));
  const table = place === undefined ? undefined : session.index.model.tables[place.table];
  const measure = place === undefined ? undefined : table?.measures[place.measure];
  if (place === undefined || table === undefined || measure === undefined) return undefined;
  if (session.hidden.tables.includes(place.table)) return undefined;
  const { formatString, expression } = measure;
  const source = { text: expression, object: `measure '${measure.name}' of table '${table.name}'` };
  const tree = session.index.parse(expression);
  return { table: place.table, name: measure.name, formatString, source, tree, isOfModel: true };
}

/** A reference to a measure, whose body is bound when it is met first. */
export function referToMeasure(
  env: Env,
  measure: FoundMeasure,
  /** `reportMissing` says that the name is unknown, in the words for what was written. */
  { span, reportMissing }: { readonly span: Span; readonly reportMissing: () => BoundScalar },
): BoundScalar {
  if (env.isPredicate) {
    const message = `Measure [${measure.name}] cannot be part of a condition of CALCULATE; use FILTER over a table, or put its value into a variable before.`;
    return report(env, 'predicate-invalid', span, message);
  }
  const key = fold(measure.name);
  const { measureSlots } = env.session;
  const slot = measureSlots.get(key) ?? bindMeasure(env, measure, key);
  if (slot.state !== 'binding') measureSlots.set(key, slot);
  switch (slot.state) {
    case 'bound':
      return { kind: 'measure', type: env.session.measureType(slot.type), measure: slot.id };
    case 'binding':
      return reportCircle(env, measure.name, span);
    case 'hidden':
      return reportMissing();
    case 'broken':
      return BROKEN;
  }
}

function bindMeasure(env: Env, measure: FoundMeasure, key: string): MeasureSlot {
  const { session } = env;
  session.measureSlots.set(key, { state: 'binding', name: measure.name });
  const before = session.problems.length;
  const body = bindBody(session, measure, env.depth);
  const problems = session.problems.slice(before);
  if (problems.length === 0) {
    const type = body.type;
    const { name, table, formatString } = measure;
    const id = session.measures.push({ name, table, body, formatString }) - 1;
    return { state: 'bound', id, type };
  }
  if (!measure.isOfModel || !problems.some((problem) => session.secrets.has(problem))) return { state: 'broken' };
  // What is wrong with it would tell names; to the caller it is not there.
  session.problems.length = before;
  return { state: 'hidden' };
}

function bindBody(session: Session, measure: FoundMeasure, depth: number): BoundScalar {
  const { tree, source, table } = measure;
  if (tree.kind === 'problems') {
    session.problems.push(...tree.problems.map((problem) => ({ ...problem, object: source.object })));
    return BROKEN;
  }
  const env = topEnv(session, source, { home: table, depth: depth + 1 });
  const variables = measure.isOfModel ? env.variables : session.definitions.constants;
  return session.binder.scalar(tree.tree, { ...env, variables });
}

/** Where an expression starts that has no row, no variable and no condition around it. */
export function topEnv(
  session: Session,
  source: Source,
  {
    home,
    depth = 0,
    selectedMeasure,
  }: { readonly home?: number | undefined; readonly depth?: number; readonly selectedMeasure?: DaxType },
): Env {
  return {
    session,
    source,
    rows: [],
    variables: new Map(),
    home,
    selectedMeasure,
    isPredicate: false,
    isTemplate: false,
    depth,
  };
}

function reportCircle(env: Env, name: string, span: Span): BoundScalar {
  const open = [...env.session.measureSlots.values()].flatMap((slot) => (slot.state === 'binding' ? slot.name : []));
  const circle = [...open.slice(open.findIndex((each) => fold(each) === fold(name))), name];
  const chain = circle.map((each) => `[${each}]`).join(' → ');
  return report(env, 'measure-circular', span, `Measures need each other in a circle: ${chain}.`);
}
