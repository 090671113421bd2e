import type { MFunction } from './functions-source.ts';
import type { MPlan, MStep, PlannedColumn } from './m-plan.ts';
import type { MScalar } from './m-syntax.ts';
import { countIn, isNothing, type MValue, notSupported, textIn, textsIn, tuplesIn } from './m-value.ts';

type StepOf = (args: readonly MValue[]) => MStep | 'none' | undefined;

/** A function whose first argument is the table that it changes. */
function step(of: StepOf): MFunction {
  return ([table, ...args]) => {
    if (table?.kind !== 'table') return undefined;
    const made = of(args);
    if (made === undefined) return undefined;
    return made === 'none' ? table : withStep(table.plan, made);
  };
}

/** A plan with one step more. */
export function withStep(plan: MPlan, added: MStep): MValue {
  return { kind: 'table', plan: { ...plan, steps: [...plan.steps, added] } };
}

const isLenient = (option: MValue | undefined): boolean | undefined => {
  if (isNothing(option)) return false;
  if (option?.kind !== 'option' || !option.name.startsWith('MissingField.')) return undefined;
  return option.name !== 'MissingField.Error';
};

/** The steps that we carry out, and tables that the text itself holds. */
export const TABLE_FUNCTIONS: Readonly<Record<string, MFunction>> = {
  'Table.PromoteHeaders': step(() => ({ kind: 'promoteHeaders' })),
  'Table.TransformColumnTypes': step(([types, culture]) => {
    const columns = tuplesIn(types, 2)?.map(([name, type]) => plannedColumn(name, type));
    const name = textIn(culture) ?? (isNothing(culture) ? '' : undefined);
    const known = columns?.filter((column) => column !== undefined);
    if (known === undefined || known.length !== columns?.length || name === undefined) return undefined;
    return { kind: 'types', columns: known, culture: name === '' ? undefined : name };
  }),
  'Table.ReplaceValue': step(([from, to, replacer, columns]) => {
    const names = textsIn(columns);
    if (from?.kind !== 'scalar' || to?.kind !== 'scalar' || replacer?.kind !== 'option') return undefined;
    if (names === undefined) return undefined;
    if (replacer.name === 'Replacer.ReplaceValue')
      return { kind: 'replace', how: 'value', from: from.value, to: to.value, columns: names };
    if (typeof from.value !== 'string' || typeof to.value !== 'string') return undefined;
    return { kind: 'replace', how: 'text', from: from.value, to: to.value, columns: names };
  }),
  'Table.RenameColumns': step(([pairs, missing]) => {
    const lenient = isLenient(missing);
    const tuples = tuplesIn(pairs, 2);
    const names = tuples?.flatMap(([from, to]) => {
      const [old, renamed] = [textIn(from), textIn(to)];
      return old === undefined || renamed === undefined ? [] : [{ from: old, to: renamed }];
    });
    if (lenient === undefined || names === undefined || names.length !== tuples?.length) return undefined;
    return { kind: 'rename', names, isLenient: lenient };
  }),
  'Table.RemoveColumns': step(([columns, missing]) => ofColumns('remove', columns, missing)),
  'Table.SelectColumns': step(([columns, missing]) => ofColumns('select', columns, missing)),
  // Columns are found by their names, so that their order changes nothing.
  'Table.ReorderColumns': step(() => 'none'),
  'Table.Buffer': step(() => 'none'),
  'Table.Skip': step(([count]) => counted('skip', isNothing(count) ? 1 : countIn(count))),
  'Table.FirstN': step(([count]) => counted('first', countIn(count))),
  'Table.FromRows': ([rows, columns]) => literalTable(columns, rows),
  '#table': ([columns, rows]) => literalTable(columns, rows),
  'Table.FromRecords': ([records, columns]) => {
    if (records?.kind !== 'records') return undefined;
    const names = isNothing(columns) ? undefined : textsIn(columns);
    if (names === undefined && !isNothing(columns)) return undefined;
    const fields = names === undefined ? {} : { fields: names.map((field) => ({ field, column: field })) };
    return { kind: 'table', plan: { source: { kind: 'json', path: records.path, ...fields }, steps: [] } };
  },
  'Table.FromList': ([records, splitter]) => {
    const isWhole = splitter?.kind === 'option' && splitter.name === 'Splitter.SplitByNothing()';
    return records?.kind === 'records' && isWhole ? { ...records, column: 'Column1' } : undefined;
  },
  'Table.ExpandRecordColumn': ([records, column, fields, names]) => {
    const wanted = textsIn(fields);
    const named = isNothing(names) ? wanted : textsIn(names);
    if (records?.kind !== 'records' || records.column !== textIn(column) || wanted === undefined) return undefined;
    if (named?.length !== wanted.length) return undefined;
    const list = wanted.map((field, index) => ({ field, column: named[index] ?? field }));
    return { kind: 'table', plan: { source: { kind: 'json', path: records.path, fields: list }, steps: [] } };
  },
};

function ofColumns(
  kind: 'remove' | 'select',
  columns: MValue | undefined,
  missing: MValue | undefined,
): MStep | undefined {
  const names = textsIn(columns);
  const lenient = isLenient(missing);
  return names === undefined || lenient === undefined ? undefined : { kind, columns: names, isLenient: lenient };
}

function counted(kind: 'skip' | 'first', rows: number | undefined): MStep | undefined {
  return rows === undefined ? undefined : { kind, rows };
}

function plannedColumn(name: MValue | undefined, type: MValue | undefined): PlannedColumn | undefined {
  const text = textIn(name);
  return text === undefined || type?.kind !== 'type' ? undefined : { name: text, type: type.type };
}

function literalTable(header: MValue | undefined, body: MValue | undefined): MValue | undefined {
  const names = textsIn(header)?.map((name): PlannedColumn => ({ name, type: 'any' }));
  const columns = header?.kind === 'tableType' ? header.columns : names;
  if (columns === undefined || body?.kind !== 'list') return undefined;
  const rows: (readonly MScalar[])[] = [];
  for (const row of body.items) {
    const cells = row.kind === 'list' ? row.items.flatMap((cell) => (cell.kind === 'scalar' ? [cell.value] : [])) : [];
    if (row.kind !== 'list' || cells.length !== row.items.length) return undefined;
    if (cells.length !== columns.length)
      return notSupported('#table', `Row ${rows.length + 1} has another number of values than there are columns`);
    rows.push(cells);
  }
  return { kind: 'table', plan: { source: { kind: 'literal', columns, rows }, steps: [] } };
}
