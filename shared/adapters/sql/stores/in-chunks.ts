/** SQL Server takes 2,100 parameters. */
const CHUNK = 500;

/** Asks for many values by pieces that each engine can take; for none, nothing is asked. */
export async function inChunks<V, R>(
  values: readonly V[],
  ask: (chunk: readonly V[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const distinct = [...new Set(values)];
  const found: R[] = [];
  for (let start = 0; start < distinct.length; start += CHUNK) {
    found.push(...(await ask(distinct.slice(start, start + CHUNK))));
  }
  return found;
}
