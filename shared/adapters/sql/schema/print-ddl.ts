import type { AddColumn, Column, CreateIndex, CreateTable, LogicalType, Step } from './table-spec.ts';

export type EngineKind = 'sqlite' | 'tsql';

/** The statement that carries out a step on the engine; undefined where the step is none of its business. */
export function printDdl(step: Step, engine: EngineKind): string | undefined {
  switch (step.kind) {
    case 'create-table':
      return printTable(step, engine);
    case 'create-index':
      return printIndex(step);
    case 'add-column':
      return printAddedColumn(step, engine);
    case 'drop-table':
      return `drop table ${quote(step.table)}`;
    case 'drop-column':
      return `alter table ${quote(step.table)} drop column ${quote(step.column)}`;
    case 'drop-index':
      return `drop index ${quote(step.name)}${engine === 'tsql' ? ` on ${quote(step.table)}` : ''}`;
    case 'statement':
      return step.text;
    case 'tsql-only':
      return engine === 'tsql' ? step.text : undefined;
  }
}

function printTable(step: CreateTable, engine: EngineKind): string {
  const lines = [
    ...Object.entries(step.columns).map(([name, column]) => `${quote(name)} ${printColumn(column, engine)}`),
    `constraint ${quote(`${step.table}_key`)} primary key (${list(step.primaryKey)})`,
    ...(step.references ?? []).map(
      (reference) =>
        `constraint ${quote(`${step.table}_${reference.columns.at(-1)}_ref`)} foreign key (${list(reference.columns)})` +
        ` references ${quote(reference.table)} (${list(reference.to)})`,
    ),
  ];
  return `create table ${quote(step.table)} (\n  ${lines.join(',\n  ')}\n)${engine === 'sqlite' ? ' strict' : ''}`;
}

function printAddedColumn({ table, column, type, default: text }: AddColumn, engine: EngineKind): string {
  const added = `${quote(column)} ${printColumn({ type }, engine)}`;
  const held = `constraint ${quote(`${table}_${column}_default`)} default '${text}'`;
  return `alter table ${quote(table)} add ${added} ${held}`;
}

function printColumn(column: Column, engine: EngineKind): string {
  const type = engine === 'sqlite' ? sqliteType(column.type) : tsqlType(column.type);
  return `${type} ${column.isNullable === true ? 'null' : 'not null'}`;
}

function sqliteType(type: LogicalType): string {
  switch (type.kind) {
    case 'id':
    case 'time':
    case 'text':
    case 'long-text':
      return 'text';
    case 'integer':
    case 'big-integer':
      return 'integer';
  }
}

/** All text compares by code: what is one name to people is decided in the code, alike for both engines. */
const BINARY = 'collate Latin1_General_100_BIN2';

function tsqlType(type: LogicalType): string {
  switch (type.kind) {
    case 'id':
      return `char(36) ${BINARY}`;
    case 'time':
      return `char(24) ${BINARY}`;
    case 'text':
      return `nvarchar(${type.max}) ${BINARY}`;
    case 'long-text':
      return `nvarchar(max) ${BINARY}`;
    case 'integer':
      return 'int';
    case 'big-integer':
      return 'bigint';
  }
}

function printIndex(step: CreateIndex): string {
  const unique = step.isUnique === true ? 'unique ' : '';
  const where = step.where === undefined ? '' : ` where ${quote(step.where.column)} = '${step.where.is}'`;
  return `create ${unique}index ${quote(step.name)} on ${quote(step.table)} (${list(step.columns)})${where}`;
}

function list(names: readonly string[]): string {
  return names.map(quote).join(', ');
}

/** Names come from the migrations alone; a quote in one is a mistake of ours. */
function quote(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is no name for a table, column or index.`);
  return `"${name}"`;
}
