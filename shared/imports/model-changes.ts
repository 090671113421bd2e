import type { Role, TabularModel, TabularTable } from '../model/tabular-model.ts';

/** Names of what a new definition adds, removes and changes. */
export type Changes = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

export type ModelChanges = { readonly tables: Changes; readonly measures: Changes; readonly roles: Changes };

/** Names in each list at most. */
const MOST_NAMES = 1000;

/** What is not alike in two definitions of one dataset; names are compared without case. */
export function modelChanges(before: TabularModel, after: TabularModel): ModelChanges {
  return {
    tables: changesOf(before, after, tablesIn),
    measures: changesOf(before, after, measuresIn),
    roles: changesOf(before, after, rolesIn),
  };
}

type Named = { readonly name: string; readonly content: string };

function changesOf(
  before: TabularModel,
  after: TabularModel,
  partsOf: (model: TabularModel) => readonly Named[],
): Changes {
  const byName = (model: TabularModel) => new Map(partsOf(model).map((part) => [part.name.toLowerCase(), part]));
  const [old, fresh] = [byName(before), byName(after)];
  const names = (parts: Iterable<Named>) => [...parts].map(({ name }) => name).slice(0, MOST_NAMES);
  return {
    added: names([...fresh].filter(([key]) => !old.has(key)).map(([, part]) => part)),
    removed: names([...old].filter(([key]) => !fresh.has(key)).map(([, part]) => part)),
    changed: names(
      [...fresh]
        .filter(([key, { content }]) => old.has(key) && old.get(key)?.content !== content)
        .map(([, part]) => part),
    ),
  };
}

function tablesIn({ tables }: TabularModel): readonly Named[] {
  return tables.map(({ measures: _, ...table }) => ({ name: table.name, content: JSON.stringify(table) }));
}

function measuresIn({ tables }: TabularModel): readonly Named[] {
  return tables.flatMap(({ name: table, measures }) =>
    measures.map((measure) => ({ name: `${table}[${measure.name}]`, content: JSON.stringify(measure) })),
  );
}

/** By the names of tables and columns: a table that is put before others moves their positions. */
function rolesIn({ tables, roles }: TabularModel): readonly Named[] {
  return roles.map((role) => ({ name: role.name, content: JSON.stringify(namedRole(role, tables)) }));
}

function namedRole({ members: _, tablePermissions, ...role }: Role, tables: readonly TabularTable[]) {
  return {
    ...role,
    tablePermissions: tablePermissions.map(({ table, hiddenColumns, ...permission }) => ({
      ...permission,
      table: tables[table]?.name,
      hiddenColumns: hiddenColumns.map((column) => tables[table]?.columns[column]?.name),
    })),
  };
}
