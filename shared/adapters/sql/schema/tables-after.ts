import type { Column, Migration } from './table-spec.ts';

type Columns = Readonly<Record<string, Column>>;

/** The tables that a database has after these migrations, with their columns. */
export function tablesAfter(migrations: readonly Migration[]): ReadonlyMap<string, Columns> {
  const tables = new Map<string, Columns>();
  for (const step of migrations.flatMap(({ steps }) => steps)) {
    if (step.kind === 'create-table') tables.set(step.table, step.columns);
    if (step.kind === 'drop-table') tables.delete(step.table);
    if (step.kind === 'add-column') {
      tables.set(step.table, { ...tables.get(step.table), [step.column]: { type: step.type } });
    }
    if (step.kind === 'drop-column') {
      const { [step.column]: _, ...rest } = tables.get(step.table) ?? {};
      tables.set(step.table, rest);
    }
  }
  return tables;
}
