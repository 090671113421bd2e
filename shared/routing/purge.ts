/** What to throw out of the cache: paths, each perhaps ending in `*`, on these hosts or on all. */
export type Purge = { readonly hosts?: readonly string[]; readonly paths: readonly string[] };

/** The paths of a purge that are none: each must begin with `/` and may hold one `*`, at its end and after `/`. */
export function badPurgePaths({ paths }: Purge): readonly string[] {
  return paths.filter((path) => !/^\/([^*?#\s]*\/)?(\*|[^*?#\s/]*)$/.test(path));
}

/** Says whether a purge throws out what is kept under a key of `cacheKey`. Neither case nor query is looked at. */
export function isPurged({ hosts, paths }: Purge, key: string): boolean {
  const space = key.indexOf(' ');
  const host = key.slice(0, space);
  const path =
    key
      .slice(space + 1)
      .split('?', 1)[0]
      ?.toLowerCase() ?? '';
  if (hosts !== undefined && !hosts.some((one) => one.toLowerCase() === host)) return false;
  return paths.some((wanted) => isPurgedPath(wanted.toLowerCase(), path));
}

function isPurgedPath(wanted: string, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}
