import type { Report, Source } from './check-references.ts';
import { namedInternalRole } from './named-internal-role.ts';
import { internalRole } from './schema-words.ts';

type RouteSpec = Source['value']['routes'][number];
type RuleSetSpec = Source['value']['ruleSets'][number];

/** Every reference of routes and rules resolves, no host and pattern is claimed twice, and only static files are cached. */
export function checkRoutes(sources: readonly Source[], report: Report): void {
  const ruleSets = new Map(sources.flatMap(({ value }) => value.ruleSets.map((set) => [set.name, set])));
  const claimed = new Map<string, string>();
  for (const source of sources) {
    checkOverrides(source, report);
    source.value.routes.forEach((route, r) => {
      checkGroup(source, route.originGroup, ['routes', r, 'originGroup'], report);
      checkCache(source, route, r, ruleSets, report);
      checkSchemes(source, route, r, report);
      route.ruleSets.forEach((name, s) => {
        if (!ruleSets.has(name))
          report(source.document, ['routes', r, 'ruleSets', s], `there is no rule set "${name}"`);
      });
      claimPatterns(source, route, r, claimed, report);
    });
    checkDomains(source, report);
  }
}

function checkGroup(source: Source, name: string, path: readonly PropertyKey[], report: Report): void {
  const role = namedInternalRole(name);
  if (role !== undefined) report(source.document, path, internalRole(role));
  else if (groupOf(source, name) === undefined) {
    report(source.document, path, `there is no origin group "${name}" in this document`);
  }
}

function checkOverrides(source: Source, report: Report): void {
  source.value.ruleSets.forEach((set, s) => {
    set.rules.forEach((rule, r) => {
      rule.actions.forEach((action, a) => {
        if (action.type !== 'RouteConfigurationOverride' || action.originGroup === undefined) return;
        checkGroup(source, action.originGroup, ['ruleSets', s, 'rules', r, 'actions', a, 'originGroup'], report);
      });
    });
  });
}

/** Any group that a request of this route may come to must be static files once any cache rule may come to it too. */
function checkCache(
  source: Source,
  route: RouteSpec,
  r: number,
  ruleSets: ReadonlyMap<string, RuleSetSpec>,
  report: Report,
): void {
  const overrides = route.ruleSets
    .flatMap((name) => ruleSets.get(name)?.rules ?? [])
    .flatMap(({ actions }) => actions.filter((action) => action.type === 'RouteConfigurationOverride'));
  const isCached = route.cache !== null || overrides.some(({ cache }) => cache !== undefined && cache !== null);
  if (!isCached) return;
  const names = [route.originGroup, ...overrides.flatMap(({ originGroup }) => originGroup ?? [])];
  const isStatic = (name: string) => groupOf(source, name)?.origins.every(({ serves }) => serves === 'static') ?? true;
  if (names.every(isStatic)) return;
  const path = route.cache !== null ? ['routes', r, 'cache'] : ['routes', r, 'ruleSets'];
  report(source.document, path, 'only static files may be cached: answers of a role are for one person');
}

function checkSchemes({ document }: Source, { httpsRedirect, protocols }: RouteSpec, r: number, report: Report): void {
  if (!httpsRedirect || (protocols.includes('Http') && protocols.includes('Https'))) return;
  report(document, ['routes', r, 'httpsRedirect'], 'needs both protocols: one to redirect from, one to redirect to');
}

function claimPatterns(
  { document }: Source,
  route: RouteSpec,
  r: number,
  claimed: Map<string, string>,
  report: Report,
): void {
  for (const domain of route.domains) {
    route.patterns.forEach((pattern, p) => {
      const key = `${domain} ${pattern.toLowerCase()}`;
      const other = claimed.get(key);
      if (other !== undefined) {
        report(document, ['routes', r, 'patterns', p], `route "${other}" has "${pattern}" on host "${domain}" already`);
      }
      claimed.set(key, other ?? route.name);
    });
  }
}

/** Custom domains are listed once, and where any is, a route may name no other host. */
function checkDomains({ document, value }: Source, report: Report): void {
  if (!('domains' in value)) return;
  const hosts = value.domains.map(({ host }) => host);
  hosts.forEach((host, d) => {
    if (hosts.indexOf(host) < d) report(document, ['domains', d, 'host'], `there is another domain "${host}"`);
  });
  if (hosts.length === 0) return;
  value.routes.forEach((route, r) => {
    route.domains.forEach((domain, d) => {
      if (domain === '*' || hosts.includes(domain)) return;
      report(document, ['routes', r, 'domains', d], `"${domain}" is not among the domains of this document`);
    });
  });
}

function groupOf({ value }: Source, name: string): Source['value']['originGroups'][number] | undefined {
  return value.originGroups.find((group) => group.name === name);
}
