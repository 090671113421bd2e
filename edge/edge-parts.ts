import type { FixedWindow } from '../shared/routing/fixed-window.ts';
import type { OriginHealth } from '../shared/routing/origin-health.ts';
import type { GeoOf } from '../shared/routing/request-facts.ts';
import type { OriginGroup, Routing } from '../shared/routing/routing.ts';
import type { WafMatch } from '../shared/routing/waf.ts';
import type { HttpOrigin } from './http-origin.ts';
import type { ResponseCache } from './response-cache.ts';
import type { DirectoryOrigin } from './serve-directory.ts';

/** What one edge works with. A new configuration makes new parts; what is remembered goes on. */
export type EdgeParts = {
  readonly routing: Routing;
  readonly origins: ReadonlyMap<string, HttpOrigin | DirectoryOrigin>;
  readonly healthOf: (origin: string) => OriginHealth | undefined;
  readonly memory: EdgeMemory;
  readonly frontDoorId: string;
  readonly bodyLookMs: number;
  /** On the plain listener HTTP is served, because it is on loopback; without that, routes may send it to HTTPS. */
  readonly servesPlain: boolean;
  readonly geoOf: GeoOf;
  readonly now: () => number;
  readonly chance: () => number;
  readonly onFirewall: (requestId: string, matches: readonly WafMatch[]) => void;
};

/** What outlives a change of configuration. */
export type EdgeMemory = {
  readonly cache: ResponseCache;
  /** Counts of the firewall's rate limits. */
  readonly windows: Map<string, FixedWindow>;
  /** How many requests each group of origins has had. */
  readonly turns: Map<string, number>;
};

/** Every group that a request can come to: those of routes, and those that a rule puts in their place. */
export function groupsOf({ routes }: Routing): readonly OriginGroup[] {
  const overrides = routes.flatMap(({ rules }) =>
    rules.flatMap(({ actions }) =>
      actions.flatMap((action) =>
        action.type === 'RouteConfigurationOverride' && action.group !== undefined ? [action.group] : [],
      ),
    ),
  );
  return [...new Map([...routes.map(({ group }) => group), ...overrides].map((group) => [group.name, group])).values()];
}

/** The turn of a group's next request. */
export function nextTurn(turns: Map<string, number>, group: string): number {
  const turn = (turns.get(group) ?? 0) + 1;
  turns.set(group, turn);
  return turn;
}
