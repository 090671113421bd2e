import type { HostEntry, PathEntry, Route, Routing } from './routing.ts';

export type RequestLine = { readonly host: string; readonly path: string; readonly method: string };

/** What a request came to: its route, or why there is none. */
export type RouteMatch =
  | { readonly kind: 'route'; readonly route: Route; readonly entry: PathEntry }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'method-refused'; readonly allow: string };

const NO_ROUTE: RouteMatch = { kind: 'no-route' };

/**
 * Front Door's order: the host first (exact, then the longest wildcard), then among that host's patterns the exact path,
 * then the longest prefix. Neither host nor path looks at case.
 */
export function matchRoute(routing: Routing, { host, path, method }: RequestLine): RouteMatch {
  const patterns = findHost(routing, hostName(host));
  const entry = patterns && findPath(patterns, path.toLowerCase());
  if (entry === undefined) return NO_ROUTE;
  const { route } = entry;
  if (!route.methods.includes(method)) return { kind: 'method-refused', allow: route.methods.join(', ') };
  return { kind: 'route', route, entry };
}

/** The path at the origin: as it came, or with `originPath` in the place of what the pattern matched. */
export function pathAtOrigin({ path: matched, isPrefix, route }: PathEntry, path: string): string {
  if (route.originPath === undefined) return path;
  return isPrefix ? route.originPath + path.slice(matched.length) : route.originPath;
}

function findHost(routing: Routing, host: string): HostEntry | undefined {
  if (routing.hosts.size > 0) {
    const exact = routing.hosts.get(host);
    if (exact !== undefined) return exact;
  }
  return routing.wildcardHosts.find(({ suffix }) => host.endsWith(suffix))?.entry ?? routing.everyHost;
}

function findPath({ exact, prefixes }: HostEntry, path: string): PathEntry | undefined {
  return exact.get(path) ?? prefixes.find((entry) => path.startsWith(entry.path));
}

/** A `Host` header without its port, its final dot and its case. */
function hostName(host: string): string {
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':', 1)[0] ?? '');
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
}
