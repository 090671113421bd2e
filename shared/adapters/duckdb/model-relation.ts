import { Fault } from '../../domain/faults.ts';
import type { Cell } from './model-cells.ts';
import type { Target } from './model-convert.ts';

/** The rows of a source while its steps are applied: SQL over the source, which is read once, when the table is made. */
export type Relation = {
  /** What follows `FROM`. */
  readonly from: string;
  /** The same rows without the first, where the source can leave it out itself. */
  readonly fromBelowFirst?: string;
  readonly columns: readonly RelationColumn[];
  /** Rows of the file above the first of these, for messages. */
  readonly rowsAbove: number;
  /** Removes what was made to read the source; called when the table is made. */
  readonly release?: () => Promise<unknown>;
};

export type RelationColumn = { readonly name: string; readonly cell: Cell; readonly checks: readonly Check[] };

/** A conversion by which values of a column may be lost. */
export type Check = {
  /** SQL: whether the value of a row is lost. */
  readonly isLost: string;
  /** SQL: what it was converted from, as text. */
  readonly text: string;
  readonly target: Target;
};

/** A refusal that names the table of the model, and the column or row where there is one. */
export function tableFault(
  table: string,
  what: string,
  advice: string,
  options: { readonly where?: string; readonly cause?: unknown } = {},
): Fault<'import-failed'> {
  const where = `table "${table}"${options.where === undefined ? '' : `, ${options.where}`}`;
  return new Fault(
    'import-failed',
    { what, where, advice },
    options.cause === undefined ? {} : { cause: options.cause },
  );
}
