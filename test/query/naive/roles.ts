import { bindRowFilter } from '../../../shared/dax/bind/bind-expression.ts';
import { indexModel, type ModelIndex } from '../../../shared/dax/bind/model-index.ts';
import type { ColumnRef, Role } from '../../../shared/model/tabular-model.ts';
import type { Asker } from './environment.ts';
import { isAlwaysBoth, type RelationshipStates } from './expansion.ts';
import type { Filter } from './filter.ts';
import { rowsFor } from './interpret.ts';
import { isTrue } from './value.ts';
import { visibleRows } from './visible-rows.ts';
import type { World } from './world.ts';

/** The world as somebody sees it: the rows of all their roles together (F-03). A model without roles hides nothing. */
export function worldFor(world: World, asker: Asker): World {
  if (asker.roles === undefined || world.model.roles.length === 0) return world;
  const index = indexModel(world.model);
  const seen = asker.roles.flatMap((place) => {
    const role = world.model.roles[place];
    return role === undefined ? [] : [rowsOfRole(world, index, role, asker)];
  });
  const allowed = world.tables.map((_, table) => new Set(seen.flatMap((rows) => [...(rows[table] ?? [])])));
  return { ...world, allowed };
}

/** Filters of one role go along relationships, in both directions only where security does. */
function rowsOfRole(world: World, index: ModelIndex, role: Role, asker: Asker): readonly ReadonlySet<number>[] {
  const filters = role.tablePermissions.flatMap(({ table, filterExpression }) =>
    filterExpression === undefined ? [] : [filterOfRole(world, index, table, filterExpression, asker)],
  );
  const context = { filters, states: securityStates(world), hidesBlankRows: true };
  return world.tables.map((_, table) => visibleRows(world, context, table));
}

function columnsOf({ model }: World, table: number): readonly ColumnRef[] {
  return (model.tables[table]?.columns ?? []).map((_, column) => ({ table, column }));
}

function securityStates({ model }: World): RelationshipStates {
  return model.relationships.map((relationship) => {
    if (!relationship.isActive) return 'off';
    return isAlwaysBoth(relationship) || relationship.securityFilter === 'bothDirections' ? 'both' : 'oneWay';
  });
}

function filterOfRole(world: World, index: ModelIndex, table: number, expression: string, asker: Asker): Filter {
  const bound = bindRowFilter(index, { table, expression, object: `role filter of table ${table}` });
  if (bound.kind === 'problems') throw new Error(`a role filter cannot be bound: ${JSON.stringify(bound.problems)}`);
  const rows = rowsFor(world, bound.tree, asker).filter(({ value }) => isTrue(value));
  return { columns: columnsOf(world, table), rows: rows.map(({ row }) => world.tables[table]?.rows[row] ?? []) };
}
