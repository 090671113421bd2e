import { Fault } from '../../domain/faults.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { preAggregate } from '../optimise/pre-aggregate.ts';
import type { PhysicalFacts } from '../physical-facts.ts';
import type { PlannedQuery } from '../planner/plan-query.ts';
import type { RestrictedQuery } from '../restrict-relation.ts';
import { type Block, nameOf, whereOf } from './block.ts';
import { type Printing, printRelation } from './print-relation.ts';
import type { Parameter } from './print-value.ts';
import type { RelationDialect } from './relation-dialect.ts';

/** A statement with what is bound to its parameters, in their order. */
export type Statement = { readonly sql: string; readonly parameters: readonly Parameter[] };

/** SQL that answers one JSON object with a list per column, `c0`, `c1`, … in the order of the answer. */
export type EmittedAnswer = Statement & {
  readonly columnCount: number;
  /** Asked again, it may answer otherwise. */
  readonly isVolatile: boolean;
};

/** Prints a restricted query; `limit` rows at most and one more, which tells that there were more. */
export function emitAnswer(
  model: TabularModel,
  query: RestrictedQuery,
  dialect: RelationDialect,
  { facts, limit }: { readonly facts: PhysicalFacts; readonly limit: number },
): EmittedAnswer {
  const { block, printing } = printed(model, query, dialect, facts);
  const list = query.columns.map(
    ({ id, type }, index) => `${dialect.answerValue(block.columns.get(id) ?? nameOf(id), type)} AS c${index}`,
  );
  const rows = `SELECT ${list.join(', ')} ${bodyOf(block, query, dialect)} LIMIT ${Math.trunc(limit) + 1}`;
  const envelope = dialect.envelope(
    rows,
    query.columns.map((_, index) => `c${index}`),
  );
  const sql = withCommon(envelope, printing);
  // Names in the text are ours, and values are not in it.
  const isVolatile = /\brandom\(/.test(sql);
  return { sql, parameters: printing.parameters, columnCount: query.columns.length, isVolatile };
}

/**
 * Prints the rows of a plan of the model itself, as columns `c0`, `c1`, …: what a calculated column or table holds.
 * No person's question comes this way.
 */
export function emitRows(
  model: TabularModel,
  query: PlannedQuery,
  dialect: RelationDialect,
  facts: PhysicalFacts,
): Statement {
  const { block, printing } = printed(model, query, dialect, facts);
  const list = query.columns.map(({ id, name }) => `${block.columns.get(id) ?? nameOf(id)} AS ${name}`);
  const sql = `SELECT ${list.join(', ')} ${bodyOf(block, query, dialect)}`;
  return { sql: withCommon(sql, printing), parameters: printing.parameters };
}

function printed(model: TabularModel, query: PlannedQuery, dialect: RelationDialect, facts: PhysicalFacts) {
  let aliases = 0;
  const printing: Printing = {
    model,
    facts,
    ids: query.ids,
    dialect,
    parameters: [],
    common: new Map(),
    nextAlias: () => {
      aliases += 1;
      return `s${aliases}`;
    },
  };
  const needed = new Set([...query.columns, ...query.order].map(({ id }) => id));
  const relation = preAggregate(model, facts, query.ids, query.relation);
  return { block: printRelation(relation, needed, printing), printing };
}

function bodyOf(block: Block, { order, ids }: PlannedQuery, dialect: RelationDialect): string {
  const keys = order.flatMap(({ id, direction }) => {
    const sql = block.columns.get(id) ?? nameOf(id);
    const operands = ids.typeOf(id) === 'String' ? dialect.textOrder(sql) : [sql];
    return operands.map((operand) => dialect.sortKey(operand, direction));
  });
  return `FROM ${block.from}${whereOf(block.where)}${keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`}`;
}

/** Characters of a statement at most: an engine plans longer ones for minutes, and cannot be stopped meanwhile. */
const LONGEST = 500_000;

function withCommon(sql: string, { common, dialect }: Printing): string {
  const tables = [...common].map(([text, { name, uses }]) => dialect.commonTable(name, text, uses > 1));
  const statement = tables.length === 0 ? sql : `WITH ${tables.join(', ')} ${sql}`;
  if (statement.length <= LONGEST) return statement;
  throw new Fault('question-invalid', { what: 'The query is too complex: ask for less at once.' });
}
