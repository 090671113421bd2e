import type { Report } from './check-references.ts';
import type { RoutingConfig } from './routing-config.ts';

/** Backends resolve to the Gateway's origins, pools hold no pools, and no pattern belongs to two APIs. */
export function checkGatewayPolicies({ gatewayPolicies, originGroups }: RoutingConfig, report: Report): void {
  if (gatewayPolicies === undefined) return;
  const { apis, backends } = gatewayPolicies;
  const origins = originGroups.flatMap((group) => group.origins);
  const tell = (path: readonly PropertyKey[], what: string) => report('config', ['gatewayPolicies', ...path], what);
  const namesOf = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
  for (const [key, list] of [['apis', namesOf(apis)] as const, ['backends', namesOf(backends)] as const]) {
    list.forEach((name, index) => {
      if (list.indexOf(name) < index) tell([key, index, 'name'], `there is another one named "${name}"`);
    });
  }
  backends.forEach(({ origin, pool }, b) => {
    const found = origins.find(({ name }) => name === origin);
    if (origin !== undefined && found?.serves !== 'gateway') {
      tell(['backends', b, 'origin'], `there is no origin "${origin}" that serves "gateway"`);
    }
    pool?.forEach(({ backend }, p) => {
      const member = backends.find(({ name }) => name === backend);
      if (member === undefined) tell(['backends', b, 'pool', p, 'backend'], `there is no backend "${backend}"`);
      else if (member.pool !== undefined) tell(['backends', b, 'pool', p, 'backend'], 'a pool may hold no other pool');
    });
  });
  const claimed = new Map<string, string>();
  apis.forEach(({ name, backend, patterns }, a) => {
    if (!namesOf(backends).includes(backend)) tell(['apis', a, 'backend'], `there is no backend "${backend}"`);
    patterns.forEach((pattern, p) => {
      const other = claimed.get(pattern.toLowerCase());
      if (other !== undefined) tell(['apis', a, 'patterns', p], `API "${other}" has "${pattern}" already`);
      claimed.set(pattern.toLowerCase(), other ?? name);
    });
  });
}
