import type { AggregateName, DaxType, Direction } from '../../dax/bound.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';

/** An aggregate's parts as SQL. */
export type SqlAggregate = {
  readonly type: DaxType;
  readonly value: string | undefined;
  readonly valueType: DaxType;
  /** The value in the form in which texts that differ in case only are equal; the value itself for other types. */
  readonly folded: string | undefined;
  readonly argument: string | undefined;
  readonly orderBy: string;
};

/** How one engine writes what is done to relations. */
export type RelationDialect = SqlDialect & {
  readonly fold: (text: string) => string;
  /** Equal, or both blank; never blank. */
  readonly same: (left: string, right: string) => string;
  readonly aggregate: Readonly<Record<AggregateName | 'any', (parts: SqlAggregate) => string>>;
  /** Joins that keep the left's rows that have a match, or none. */
  readonly halfJoin: Readonly<Record<'semi' | 'anti', string>>;
  readonly number: Readonly<Record<'rowNumber' | 'rank' | 'denseRank', string>>;
  /** Blank comes before every value. */
  readonly sortKey: (operand: string, direction: Direction) => string;
  /** The rows of a series for each row of a relation: what follows in FROM, and the series' column. */
  readonly series: (parts: { from: string; to: string; step: string; type: DaxType; alias: string }) => {
    readonly from: string;
    readonly column: string;
  };
  /** A named relation of the query; `isShared` where it is read more than once. */
  readonly commonTable: (name: string, sql: string, isShared: boolean) => string;
  /** Rows with these aliases as one JSON object: a list per alias, or null where there are no rows. */
  readonly envelope: (rows: string, aliases: readonly string[]) => string;
};
