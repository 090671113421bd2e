import type { Id } from '../relation.ts';

/**
 * Rows on their way to SQL: what stands after FROM and WHERE, and each column as an expression over it. A block is
 * closed into a SELECT where something has to happen to its rows as a whole.
 */
export type Block = {
  readonly from: string;
  readonly where: readonly string[];
  readonly columns: ReadonlyMap<Id, string>;
};

export const UNIT_BLOCK: Block = { from: '(SELECT 1)', where: [], columns: new Map() };

/** A SELECT of the columns, each under the name of its id. */
export function selectOf({ from, where, columns }: Block, wanted: readonly Id[]): string {
  const list = wanted.map((id) => `${columns.get(id) ?? missing(id)} AS ${nameOf(id)}`);
  return `SELECT ${list.length === 0 ? '1' : list.join(', ')} FROM ${from}${whereOf(where)}`;
}

export const whereOf = (where: readonly string[]): string =>
  where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;

export const nameOf = (id: Id): string => `c${id}`;

/** Columns as the rows of an alias have them. */
export function columnsUnder(alias: string, ids: readonly Id[]): ReadonlyMap<Id, string> {
  return new Map(ids.map((id) => [id, `${alias}.${nameOf(id)}`]));
}

function missing(id: Id): never {
  throw new Error(`Column ${id} is not in its rows.`);
}
