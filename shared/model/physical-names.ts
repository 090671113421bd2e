/**
 * Names inside the `.duckdb` file of a model version: numbers by position, so that no user's text is ever an
 * identifier of the engine. The side that writes the file and the side that asks it both take the names from here.
 */
export function physicalTable(tableIndex: number): string {
  return `t${tableIndex}`;
}

/** The physical name of the column at this position of `Table.columns`. */
export function physicalColumn(columnIndex: number): string {
  return `c${columnIndex}`;
}
