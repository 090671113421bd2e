import { complain, type Reader, readersOf, textIn } from './metadata-reader.ts';
import { wordsFor } from './model-problem.ts';

/** Types whose names differ among the children of one object, without regard to case; measures differ everywhere. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  model: ['table', 'relationship', 'role', 'expression', 'perspective', 'cultureInfo', 'dataSource', 'function'],
  table: ['column', 'hierarchy', 'partition'],
  hierarchy: ['level'],
  calculationGroup: ['calculationItem'],
  role: ['tablePermission'],
  tablePermission: ['columnPermission'],
};
const DEEPER: Readonly<Record<string, readonly string[]>> = {
  model: ['table', 'role'],
  table: ['hierarchy', 'calculationGroup'],
  role: ['tablePermission'],
};

/** Reports names that are given twice. */
export function checkNames(model: Reader): void {
  checkBelow(model);
  const tables = readersOf(model, 'table');
  checkUnique(
    tables.flatMap((table) => readersOf(table, 'measure')),
    'the model',
  );
  for (const table of tables) checkAgainstColumns(table);
  for (const role of readersOf(model, 'role')) checkMembers(role);
}

function checkBelow(reader: Reader): void {
  const { type, name } = reader.object;
  const owner = type === 'model' ? 'the model' : wordsFor(type, name);
  for (const child of UNIQUE[type] ?? []) checkUnique(readersOf(reader, child), owner);
  for (const child of DEEPER[type] ?? []) for (const inner of readersOf(reader, child)) checkBelow(inner);
}

function checkUnique(readers: readonly Reader[], owner: string): void {
  const seen = new Map<string, Reader>();
  for (const reader of readers) {
    const { name, type } = reader.object;
    if (name === undefined) continue;
    const first = seen.get(name.toLowerCase());
    if (first === undefined) seen.set(name.toLowerCase(), reader);
    else complain(reader, { code: 'name-duplicate', what: again(first, owner), todo: `Rename one ${type}.` });
  }
}

function again({ object: { type, name, place } }: Reader, owner: string): string {
  return `${owner} already has ${wordsFor(type, name)} (${place.file}:${place.line}).`;
}

function checkAgainstColumns(table: Reader): void {
  const columns = new Map(readersOf(table, 'column').map((column) => [column.object.name?.toLowerCase(), column]));
  for (const measure of readersOf(table, 'measure')) {
    const column = columns.get(measure.object.name?.toLowerCase());
    if (column === undefined || measure.object.name === undefined) continue;
    const what = again(column, wordsFor('table', table.object.name));
    complain(measure, { code: 'name-duplicate', what, todo: 'Rename the measure or the column.' });
  }
}

function checkMembers(role: Reader): void {
  const seen = new Set<string>();
  for (const member of readersOf(role, 'member')) {
    const id = (member.object.name ?? textIn(member, 'memberId')).toLowerCase();
    const what = 'The role names this member twice.';
    if (seen.has(id)) complain(member, { code: 'role-member-duplicate', what, todo: 'Remove one of the two.' });
    seen.add(id);
  }
}
