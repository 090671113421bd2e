import { Fault } from '../../../domain/faults.ts';
import { MIGRATIONS } from './migrations.ts';
import type { LogicalType } from './table-spec.ts';
import type { SystemTables } from './tables.ts';
import { tablesAfter } from './tables-after.ts';

const TYPES: ReadonlyMap<string, LogicalType> = new Map(
  [...tablesAfter(MIGRATIONS)].flatMap(([table, columns]) =>
    Object.entries(columns).map(([name, { type }]) => [`${table}.${name}`, type] as const),
  ),
);

/**
 * The row as every engine can keep it: half surrogates become U+FFFD. A text that is too long for its column, or
 * holds a NUL, is refused here, since one engine would cut or keep what the other refuses.
 */
export function checkedRow<R extends object>(table: keyof SystemTables, row: R): R {
  const checked: R = { ...row };
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'string') Object.assign(checked, { [column]: checkedText(`${table}.${column}`, value) });
  }
  return checked;
}

function checkedText(where: string, value: string): string {
  const type = TYPES.get(where);
  if (type === undefined) throw new Error(`There is no column ${where}.`);
  const max = longest(type);
  if (value.length > max)
    throw new Fault('request-invalid', { what: `The text is longer than ${max} characters.`, where });
  if (value.includes('\0')) throw new Fault('request-invalid', { what: 'The text holds a NUL character.', where });
  return value.toWellFormed();
}

function longest(type: LogicalType): number {
  switch (type.kind) {
    case 'id':
      return 36;
    case 'time':
      return 24;
    case 'text':
      return type.max;
    case 'long-text':
    case 'integer':
    case 'big-integer':
      return Number.POSITIVE_INFINITY;
  }
}
