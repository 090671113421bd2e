import type {
  BoundColumn,
  BoundScalar,
  BoundTable,
  FilterChange,
  FilterTarget,
  Ordering,
  Window,
} from '../../shared/dax/bound.ts';
import type { ColumnRef } from '../../shared/model/tabular-model.ts';
import { MODEL } from './bind-model.ts';

/** A bound tree in one line. Scopes are numbered as they appear, and their columns stand under their names. */
export type Printer = {
  readonly scalar: (value: BoundScalar) => string;
  readonly table: (table: BoundTable) => string;
};

const join = (parts: readonly string[]): string => parts.join(', ');
const tableName = (table: number): string => MODEL.tables[table]?.name ?? '?';

function ref({ table, column }: ColumnRef): string {
  return `${tableName(table)}[${MODEL.tables[table]?.columns[column]?.name ?? '?'}]`;
}

function target(what: FilterTarget): string {
  switch (what.kind) {
    case 'everything':
      return 'everything';
    case 'table':
      return tableName(what.table);
    case 'columns':
      return join(what.columns.map(ref));
    case 'allExcept':
      return `${tableName(what.table)} but ${join(what.columns.map(ref))}`;
  }
}

type TableNode<Kind extends BoundTable['kind']> = Extract<BoundTable, { readonly kind: Kind }>;

function nameAt(table: BoundTable, place: number): string {
  return table.columns[place]?.name ?? '?';
}

type Node<Kind extends BoundScalar['kind']> = Extract<BoundScalar, { readonly kind: Kind }>;

function mark(isSet: boolean, word: string, other = ''): string {
  return isSet ? word : other;
}

function constantShape({ type, value }: Node<'constant'>): string {
  return type === 'String' ? JSON.stringify(value) : String(value);
}

export function printer(): Printer {
  const scopes = new Map<number, { readonly name: string; readonly columns: readonly BoundColumn[] }>();
  const variables = new Map<number, string>();

  function open(scope: number, columns: readonly BoundColumn[]): string {
    const known = scopes.get(scope)?.name ?? `r${scopes.size + 1}`;
    scopes.set(scope, { name: known, columns });
    return known;
  }

  function variable(id: number): string {
    const name = variables.get(id) ?? `v${variables.size + 1}`;
    variables.set(id, name);
    return name;
  }

  function order(orderBy: readonly Ordering[]): string {
    return join(orderBy.map(({ by, direction }) => `${scalar(by)} ${direction === 'ascending' ? 'asc' : 'desc'}`));
  }

  function columnShape(scope: number, column: number): string {
    const row = scopes.get(scope);
    return `${row?.name ?? '?'}.${row?.columns[column]?.name ?? column}`;
  }

  function aggregateShape(value: Node<'aggregate'>): string {
    const source = table(value.table);
    const row = open(value.scope, value.table.columns);
    const parts = [value.value, value.argument].flatMap((part) => (part === undefined ? [] : [scalar(part)]));
    const by = value.orderBy.length === 0 ? [] : [`by ${order(value.orderBy)}`];
    return `${value.aggregate}(${join([`${row} in ${source}`, ...parts, ...by])})`;
  }

  function rankShape(value: Node<'rank'>): string {
    const source = table(value.table);
    const row = open(value.scope, value.table.columns);
    const direction = mark(value.direction === 'ascending', 'asc', 'desc');
    const by = `${scalar(value.by)} ${direction}`;
    return `rank(${row} in ${source}, ${by}, ${scalar(value.value)}${mark(value.isDense, ', dense')})`;
  }

  function scalar(value: BoundScalar): string {
    switch (value.kind) {
      case 'constant':
        return constantShape(value);
      case 'blank':
        return 'blank';
      case 'rowColumn':
        return columnShape(value.scope, value.column);
      case 'relatedColumn':
        return `${scopes.get(value.scope)?.name ?? '?'}->${ref(value.column)}`;
      case 'variable':
        return variable(value.variable);
      case 'operation':
        return `${value.operation}(${join(value.args.map(scalar))})`;
      case 'aggregate':
        return aggregateShape(value);
      case 'calculate':
        return `calculate(${join([scalar(value.expression), ...value.changes.map(change)])})`;
      case 'measure':
        return `measure${value.measure}`;
      case 'selectedMeasure':
        return 'selected';
      case 'selectedMeasureText':
        return `selected.${value.what}`;
      case 'let':
        return `let(${variable(value.variable)} = ${scalar(value.value)}, ${scalar(value.body)})`;
      case 'letTable':
        return `let(${variable(value.variable)} = ${table(value.value)}, ${scalar(value.body)})`;
      case 'singleValue':
        return `single(${table(value.table)})`;
      case 'isIn':
        return `isIn(${join(value.values.map(scalar))}; ${table(value.table)})`;
      case 'isFiltered':
        return `${mark(value.crossed, 'isCrossFiltered', 'isFiltered')}(${target(value.what)})`;
      case 'isInScope':
        return `isInScope(${ref(value.column)})`;
      case 'rank':
        return rankShape(value);
      case 'windowNumber':
        return `${value.number}(${windowOf(value.window)})`;
      case 'path':
        return `path(${ref(value.key)}, ${ref(value.parent)}, ${scalar(value.current)})`;
      case 'caller':
      case 'moment':
        return value.what;
    }
  }

  function change(each: FilterChange): string {
    switch (each.kind) {
      case 'table':
        return `${each.keeps ? 'keep ' : ''}${table(each.table)}`;
      case 'predicate': {
        const columns = each.columns.map(({ table: t, column: c }) => ({
          name: MODEL.tables[t]?.columns[c]?.name ?? '?',
          qualifier: tableName(t),
          type: 'Variant' as const,
          lineage: { table: t, column: c },
        }));
        const row = open(each.scope, columns);
        return `${each.keeps ? 'keep ' : ''}${row} where ${join(each.columns.map(ref))}: ${scalar(each.condition)}`;
      }
      case 'remove':
        return `remove ${target(each.what)}`;
      case 'allSelected':
        return `allSelected ${target(each.what)}`;
      case 'useRelationship':
        return `use ${each.relationship}`;
      case 'crossFilter':
        return `cross ${each.relationship} ${each.direction}`;
    }
  }

  function windowOf({ relation, scope, orderBy, partitionBy, current }: Window): string {
    const source = table(relation);
    const row = open(scope, relation.columns);
    const parts = partitionBy.map((place) => nameAt(relation, place));
    const now = current.map((value) => (value === undefined ? '-' : scalar(value)));
    return `${row} in ${source}, by ${order(orderBy)}, per ${join(parts)}, at ${join(now)}`;
  }

  function overRows(name: string, source: BoundTable, scope: number, rest: () => string): string {
    const inner = table(source);
    return `${name}(${open(scope, source.columns)} in ${inner}, ${rest()})`;
  }

  function summarizeColumnsShape(each: TableNode<'summarizeColumns'>): string {
    const groups = each.groups.map(({ column, rollup, subtotalName, axis }) =>
      rollup === undefined ? ref(column) : `${ref(column)} level ${axis}/${rollup} ${subtotalName ?? ''}`.trim(),
    );
    const values = each.values.map(({ name, value, isIgnored }) => `${name}${mark(isIgnored, '?')}: ${scalar(value)}`);
    return `summarizeColumns(${join([...groups, ...each.filters.map(change), ...values])})`;
  }

  function groupByShape(each: TableNode<'groupBy'>): string {
    const source = table(each.table);
    const values = each.values.map(({ name, scope, aggregate, value }) => {
      const row = open(scope, each.table.columns);
      return `${name}: ${aggregate}(${join([row, ...(value === undefined ? [] : [scalar(value)])])})`;
    });
    return `groupBy(${join([source, ...each.by.map((place) => nameAt(each.table, place)), ...values])})`;
  }

  function joinShape(each: TableNode<'naturalJoin'>): string {
    const on = each.on.map(({ left, right }) => `${nameAt(each.left, left)}=${nameAt(each.right, right)}`);
    return `${mark(each.outer, 'outer', 'inner')}Join(${join([table(each.left), table(each.right), ...on])})`;
  }

  function rowShape(row: readonly BoundScalar[]): string {
    return row.length === 1 ? join(row.map(scalar)) : `(${join(row.map(scalar))})`;
  }

  function table(each: BoundTable): string {
    switch (each.kind) {
      case 'rows':
        return `${tableName(each.table)}${mark(each.withBlankRow, '+')}`;
      case 'values':
        return `values${mark(each.withBlankRow, '+')}(${join(each.of.map(ref))})`;
      case 'all':
        return `${mark(each.selected, 'allSelected', 'all')}${mark(each.withBlankRow, '+')}(${join(each.of.map(ref))})`;
      case 'allRows':
        return `${mark(each.selected, 'allSelected', 'all')}${mark(each.withBlankRow, '+')}(${tableName(each.table)})`;
      case 'filter':
        return overRows('filter', each.table, each.scope, () => scalar(each.condition));
      case 'addColumns':
      case 'selectColumns':
        return overRows(each.kind, each.table, each.scope, () =>
          join(each.values.map(({ name, value }) => `${name}: ${scalar(value)}`)),
        );
      case 'pick':
        return `pick(${table(each.table)}; ${join(each.columns.map(({ name }) => name))})`;
      case 'distinct':
        return `distinct(${table(each.table)})`;
      case 'summarize':
        return overRows('summarize', each.table, each.scope, () => join(each.by.map(scalar)));
      case 'summarizeColumns':
        return summarizeColumnsShape(each);
      case 'groupBy':
        return groupByShape(each);
      case 'crossJoin':
      case 'intersect':
      case 'except':
        return `${each.kind}(${table(each.left)}, ${table(each.right)})`;
      case 'union':
        return `union(${join(each.tables.map(table))})`;
      case 'naturalJoin':
        return joinShape(each);
      case 'generate':
        return overRows(mark(each.outer, 'generateAll', 'generate'), each.left, each.scope, () => table(each.right));
      case 'topN':
        return overRows(`top ${scalar(each.count)}`, each.table, each.scope, () => order(each.orderBy));
      case 'literal':
        return `{${join(each.rows.map(rowShape))}}`;
      case 'calculateTable':
        return `calculateTable(${join([table(each.table), ...each.changes.map(change)])})`;
      case 'treatAs':
        return `treatAs(${table(each.table)}; ${join(each.as.map(ref))})`;
      case 'series':
        return `series(${join([each.from, each.to, each.step].map(scalar))})`;
      case 'variable':
        return variable(each.variable);
      case 'let':
        return `let(${variable(each.variable)} = ${scalar(each.value)}, ${table(each.body)})`;
      case 'letTable':
        return `let(${variable(each.variable)} = ${table(each.value)}, ${table(each.body)})`;
      case 'window': {
        const [from, to] = [each.from, each.to].map(({ kind, distance }) => `${kind} ${scalar(distance)}`);
        return `window(${windowOf(each.window)}, ${from} to ${to})`;
      }
      case 'if':
        return `if(${scalar(each.condition)}, ${table(each.then)}, ${table(each.else)})`;
    }
  }

  return { scalar, table };
}

/** The columns of a table with their types, as an answer shows their names. */
export function printColumns({ columns }: BoundTable): string {
  return join(columns.map(({ qualifier, name, type }) => `${qualifier ?? ''}[${name}] ${type}`));
}
