import type { DaxAnswer } from '../../shared/engine/ask-dax.ts';

/** A row as JSON text: an object by column. Blank cells are left out, or null where the caller wants them. */
export type RowWriter = (row: number) => string;

/**
 * Writes rows of an answer that holds columns. Whole numbers beyond what JavaScript holds come as text and leave as the
 * numbers that they are.
 */
export function rowWriter({ table, values }: DaxAnswer, includeNulls: boolean): RowWriter {
  const columns = table.columns.map(({ name, type }, index) => ({
    key: `${JSON.stringify(name)}:`,
    cells: values[index] ?? [],
    isWhole: type === 'Int64',
  }));
  return (row) => {
    let text = '';
    for (const { key, cells, isWhole } of columns) {
      const cell = cells[row] ?? null;
      if (cell === null && !includeNulls) continue;
      const written = isWhole && typeof cell === 'string' ? cell : JSON.stringify(cell);
      text += `${text === '' ? '' : ','}${key}${written}`;
    }
    return `{${text}}`;
  };
}
