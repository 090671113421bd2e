import {
  complain,
  flagIn,
  indexOfName,
  nameOf,
  optionalText,
  placed,
  type Reader,
  readersOf,
  textIn,
  wordIn,
} from './metadata-reader.ts';
import type { Cardinality, ColumnRef, Relationship, Role, TablePermission, TabularTable } from './tabular-model.ts';

type Tables = readonly TabularTable[];

const CARDINALITIES: Readonly<Record<string, Cardinality>> = { one: 'one', many: 'many', none: 'many' };
const ONE = 'oneDirection';
const BOTH = 'bothDirections';
/** `automatic` leaves the choice to the service, which takes one direction. */
const CROSS_FILTERS = { oneDirection: ONE, bothDirections: BOTH, automatic: ONE } as const;
/** `none` keeps the filters of roles from passing; we let them pass one way, which hides more and never less. */
const SECURITY_FILTERS = { oneDirection: ONE, bothDirections: BOTH, none: ONE } as const;

/** A relationship between columns of the tables; undefined, with the reason reported, where an end does not exist. */
export function relationshipOf(reader: Reader, tables: Tables): Relationship | undefined {
  const from = endOf(reader, 'from', tables);
  const to = endOf(reader, 'to', tables);
  if (from === undefined || to === undefined) return undefined;
  return placed(reader, {
    name: reader.object.name ?? '',
    from,
    to,
    fromCardinality: wordIn(reader, 'fromCardinality', CARDINALITIES, 'many'),
    toCardinality: wordIn(reader, 'toCardinality', CARDINALITIES, 'one'),
    isActive: flagIn(reader, 'isActive', true),
    crossFilter: wordIn(reader, 'crossFilteringBehavior', CROSS_FILTERS, ONE),
    securityFilter: wordIn(reader, 'securityFilteringBehavior', SECURITY_FILTERS, ONE),
  });
}

function endOf(reader: Reader, side: 'from' | 'to', tables: Tables): ColumnRef | undefined {
  const tableName = textIn(reader, `${side}Table`);
  const columnName = textIn(reader, `${side}Column`);
  const table = indexOfName(tables, tableName);
  const column = table === undefined ? undefined : indexOfName(tables[table]?.columns ?? [], columnName);
  if (table !== undefined && column !== undefined) return { table, column };
  const what =
    table === undefined ? `There is no table '${tableName}'.` : `Table '${tableName}' has no column '${columnName}'.`;
  const todo = 'Name a column that exists, or remove the relationship.';
  complain(reader, { code: 'reference-unknown', what, todo }, `${side}Column`);
  return undefined;
}

const MODEL_PERMISSIONS = {
  none: 'none',
  read: 'read',
  readRefresh: 'readRefresh',
  refresh: 'refresh',
  administrator: 'administrator',
} as const;
const METADATA_PERMISSIONS = { default: 'default', none: 'none', read: 'read' } as const;

export function roleOf(reader: Reader, tables: Tables): Role {
  return placed(reader, {
    name: nameOf(reader),
    description: textIn(reader, 'description'),
    modelPermission: wordIn(reader, 'modelPermission', MODEL_PERMISSIONS, 'none'),
    tablePermissions: readersOf(reader, 'tablePermission').flatMap((inner) => tablePermissionOf(inner, tables) ?? []),
    members: readersOf(reader, 'member').map((member) =>
      placed(member, { name: nameOf(member), objectId: optionalText(member, 'memberId') }),
    ),
  });
}

function tablePermissionOf(reader: Reader, tables: Tables): TablePermission | undefined {
  const name = nameOf(reader);
  const table = indexOfName(tables, name);
  if (table === undefined) {
    const todo = 'Name a table of the model, or remove the permission.';
    complain(reader, { code: 'reference-unknown', what: `There is no table '${name}'.`, todo });
    return undefined;
  }
  const filter = optionalText(reader, 'filterExpression');
  return placed(reader, {
    table,
    filterExpression: filter?.trim() === '' ? undefined : filter,
    metadataPermission: wordIn(reader, 'metadataPermission', METADATA_PERMISSIONS, 'default'),
    hiddenColumns: readersOf(reader, 'columnPermission').flatMap((column) => hiddenColumn(column, tables[table]) ?? []),
  });
}

function hiddenColumn(reader: Reader, table: TabularTable | undefined): number | undefined {
  const name = nameOf(reader);
  const column = indexOfName(table?.columns ?? [], name);
  if (column === undefined) {
    const what = `Table '${table?.name}' has no column '${name}'.`;
    complain(reader, {
      code: 'reference-unknown',
      what,
      todo: 'Name a column of the table, or remove the permission.',
    });
    return undefined;
  }
  return wordIn(reader, 'metadataPermission', METADATA_PERMISSIONS, 'default') === 'none' ? column : undefined;
}
