import type { HostEntry, PathEntry, Route, Routing } from './routing.ts';

/** A pattern of a route as it is matched: without its `*`, and in lower case. */
export function entryFor(pattern: string, route: Route): PathEntry {
  const isPrefix = pattern.endsWith('*');
  return { path: (isPrefix ? pattern.slice(0, -1) : pattern).toLowerCase(), isPrefix, route };
}

/** The patterns of each host, ready to be looked up in Front Door's order: exact hosts, the longest wildcard, every host. */
export function indexHosts(
  hosts: ReadonlyMap<string, readonly PathEntry[]>,
): Pick<Routing, 'hosts' | 'wildcardHosts' | 'everyHost'> {
  const exact = new Map<string, HostEntry>();
  const wildcardHosts: { suffix: string; entry: HostEntry }[] = [];
  let everyHost: HostEntry | undefined;
  for (const [domain, entries] of hosts) {
    const entry: HostEntry = {
      exact: new Map(entries.filter((item) => !item.isPrefix).map((item) => [item.path, item])),
      prefixes: entries.filter((item) => item.isPrefix).sort((a, b) => b.path.length - a.path.length),
    };
    if (domain === '*') everyHost = entry;
    else if (domain.startsWith('*.')) wildcardHosts.push({ suffix: domain.slice(1), entry });
    else exact.set(domain, entry);
  }
  wildcardHosts.sort((a, b) => b.suffix.length - a.suffix.length);
  return { hosts: exact, wildcardHosts, everyHost };
}
