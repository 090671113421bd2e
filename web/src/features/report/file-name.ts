/** Characters that a file system or a shell gives a meaning to, and marks that would be seen as nothing. */
const UNFIT = /[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu;
const MOST = 120;

/** A file name that every system takes: `Retail sales - Sales by category.csv`. */
export function csvFileName(...parts: readonly string[]): string {
  const clean = parts.map((part) => part.replace(UNFIT, ' ').replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
  const name = clean
    .join(' - ')
    .slice(0, MOST)
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return `${name === '' ? 'data' : name}.csv`;
}
