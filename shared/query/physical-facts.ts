/** What planning may know of the data of one version of a model. */
export type PhysicalFacts = {
  /** Whether keys without a row lead to this table, so that a row of blanks stands for them. */
  readonly hasBlankRow: (table: number) => boolean;
  /** How many rows the table has; undefined where that is not known. */
  readonly rowCount: (table: number) => number | undefined;
};
