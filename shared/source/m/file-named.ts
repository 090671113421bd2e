/**
 * The file of a package that a path in a query means. Queries name files by the paths of the computer where they were
 * written, so that the longest common end decides: `C:\work\data\Sales.csv` is `data/Sales.csv`. Letters' case does not
 * count. Of several that fit equally, the one whose whole path is meant is taken. Undefined where no file has the name,
 * `several` where files of the name lie in equally fitting folders.
 */
export function fileNamed<File extends { readonly path: string }>(
  path: string,
  files: readonly File[],
): File | 'several' | undefined {
  const wanted = partsOf(path);
  const rated = files
    .map((file) => ({ file, parts: partsOf(file.path) }))
    .map(({ file, parts }) => ({ file, common: commonEnd(wanted, parts), length: parts.length }))
    .filter(({ common }) => common > 0);
  const most = rated.reduce((best, { common }) => Math.max(best, common), 0);
  const [first, ...others] = rated.filter(({ common }) => common === most);
  if (first === undefined || others.length === 0) return first?.file;
  return [first, ...others].find(({ common, length }) => common === length)?.file ?? 'several';
}

function partsOf(path: string): readonly string[] {
  return path
    .toLowerCase()
    .split(/[/\\]+/)
    .filter((part) => part !== '' && part !== '.');
}

function commonEnd(left: readonly string[], right: readonly string[]): number {
  let common = 0;
  while (common < left.length && common < right.length && left.at(-1 - common) === right.at(-1 - common)) common += 1;
  return common;
}
