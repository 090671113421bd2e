import { INTERNAL_ROLES, internalRole, type RoutingConfig, type RoutingOverlay } from './routing-config.ts';
import { pointer, type RoutingProblem } from './routing-problem.ts';

type Document = RoutingProblem['document'];
type Report = (document: Document, path: readonly PropertyKey[], what: string) => void;
type Source = { readonly document: Document; readonly value: RoutingConfig | RoutingOverlay };

/**
 * What a schema cannot say: names are unique and resolve, no host and pattern is claimed twice, nothing names an internal
 * role, and only static files are cached.
 */
export function checkReferences(config: RoutingConfig, overlay: RoutingOverlay | undefined): readonly RoutingProblem[] {
  const problems: RoutingProblem[] = [];
  const report: Report = (document, path, what) => problems.push({ document, where: pointer(path), what });
  const sources: Source[] = [{ document: 'config', value: config }];
  if (overlay !== undefined) sources.push({ document: 'overlay', value: overlay });
  checkNames(sources, report);
  checkOrigins(sources, report);
  checkRoutes(sources, report);
  return problems;
}

function checkNames(sources: readonly Source[], report: Report): void {
  const seen = new Set<string>();
  const claim = (what: string, name: string, document: Document, path: readonly PropertyKey[]) => {
    if (seen.has(`${what} ${name}`)) report(document, path, `there is another ${what} named "${name}"`);
    seen.add(`${what} ${name}`);
    const role = namedInternalRole(name);
    if (role !== undefined) report(document, path, internalRole(role));
  };
  for (const { document, value } of sources) {
    value.originGroups.forEach((group, g) => {
      claim('origin group', group.name, document, ['originGroups', g, 'name']);
      group.origins.forEach((origin, o) => {
        claim('origin', origin.name, document, ['originGroups', g, 'origins', o, 'name']);
      });
    });
    value.ruleSets.forEach((set, s) => {
      claim('rule set', set.name, document, ['ruleSets', s, 'name']);
    });
    value.routes.forEach((route, r) => {
      claim('route', route.name, document, ['routes', r, 'name']);
    });
  }
}

function checkOrigins(sources: readonly Source[], report: Report): void {
  for (const { document, value } of sources) {
    value.originGroups.forEach((group, g) => {
      if (!group.origins.some((origin) => origin.enabled)) {
        report(document, ['originGroups', g, 'origins'], 'at least one origin must be enabled');
      }
      group.origins.forEach((origin, o) => {
        for (const key of ['host', 'hostHeader'] as const) {
          const role = namedInternalRole(origin[key]);
          if (role !== undefined) report(document, ['originGroups', g, 'origins', o, key], internalRole(role));
        }
      });
    });
  }
}

function checkRoutes(sources: readonly Source[], report: Report): void {
  const ruleSets = new Set(sources.flatMap(({ value }) => value.ruleSets.map((set) => set.name)));
  const patterns = new Map<string, string>();
  for (const { document, value } of sources) {
    value.routes.forEach((route, r) => {
      const role = namedInternalRole(route.originGroup);
      const group = value.originGroups.find(({ name }) => name === route.originGroup);
      if (role !== undefined) {
        report(document, ['routes', r, 'originGroup'], internalRole(role));
      } else if (group === undefined) {
        report(
          document,
          ['routes', r, 'originGroup'],
          `there is no origin group "${route.originGroup}" in this document`,
        );
      } else if (route.cache !== null && group.origins.some(({ serves }) => serves !== 'static')) {
        report(
          document,
          ['routes', r, 'cache'],
          'only static files may be cached: answers of a role are for one person',
        );
      }
      route.ruleSets.forEach((name, s) => {
        if (!ruleSets.has(name)) report(document, ['routes', r, 'ruleSets', s], `there is no rule set "${name}"`);
      });
      for (const domain of route.domains) {
        route.patterns.forEach((pattern, p) => {
          const key = `${domain} ${pattern.toLowerCase()}`;
          const other = patterns.get(key);
          if (other !== undefined) {
            report(
              document,
              ['routes', r, 'patterns', p],
              `route "${other}" has "${pattern}" on host "${domain}" already`,
            );
          }
          patterns.set(key, other ?? route.name);
        });
      }
    });
  }
}

/** The internal role that a name speaks of, also inside a host name or as `${PRESENTATION_HOST}`. */
function namedInternalRole(name: string | undefined): string | undefined {
  const words = `-${(name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`;
  return INTERNAL_ROLES.find((role) => words.includes(`-${role}-`));
}
