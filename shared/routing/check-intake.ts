import type { Report, Source } from './check-references.ts';
import type { RoutingConfig } from './routing-config.ts';

type RouteSpec = RoutingConfig['routes'][number];
type Action = Source['value']['ruleSets'][number]['rules'][number]['actions'][number];

/** What an upload needs; the address that the client was given is signed for one blob and for writing alone. */
const UPLOAD_METHODS: readonly string[] = ['PUT', 'HEAD', 'OPTIONS'];
/** What would lend somebody else's rights to a request, or show the account who is signed in. */
const CREDENTIALS: readonly string[] = ['authorization', 'cookie'];

/**
 * Only a route made for uploads leads to the intake account: it takes no other method, forwards no credential, keeps
 * nothing, and says itself how large a body may be. No other route may take more than `limits.bodyBytes` (X-06, I-08).
 */
export function checkIntake(config: RoutingConfig, report: Report): void {
  const intakes = config.originGroups
    .filter(({ origins }) => origins.some(({ serves }) => serves === 'intake'))
    .map(({ name }) => name);
  config.routes.forEach((route, r) => {
    const tell = (key: keyof RouteSpec, what: string) => report('config', ['routes', r, key], what);
    const actions = actionsOf(config, route);
    if (actions.some((action) => leadsTo(action, intakes))) {
      tell('ruleSets', 'a rule may not send requests to the intake account: give it a route of its own');
    }
    if (intakes.includes(route.originGroup)) checkUploadRoute(route, actions, tell);
    else checkOtherRoute(route, config.limits.bodyBytes, tell);
  });
}

type Tell = (key: keyof RouteSpec, what: string) => void;

function checkUploadRoute(route: RouteSpec, actions: readonly UnconditionalAction[], tell: Tell): void {
  if (route.methods === undefined || route.methods.some((method) => !UPLOAD_METHODS.includes(method))) {
    tell('methods', `a route to the intake account takes ${UPLOAD_METHODS.join(', ')} and nothing else`);
  }
  if (route.bodyBytes === undefined) tell('bodyBytes', 'is needed on a route to the intake account');
  if (route.originPath === undefined) tell('originPath', 'is needed on a route to the intake account');
  const left = CREDENTIALS.filter((name) => !actions.some((action) => deletes(action, name)));
  if (left.length > 0) {
    tell(
      'ruleSets',
      `a route to the intake account needs a rule without conditions that deletes ${left.join(' and ')}`,
    );
  }
}

function checkOtherRoute({ bodyBytes, keepRequestHeaders }: RouteSpec, largest: number, tell: Tell): void {
  if (bodyBytes !== undefined && bodyBytes > largest) {
    tell('bodyBytes', `only a route to the intake account may take more than the ${largest} of "limits"`);
  }
  if (keepRequestHeaders.length > 0) tell('keepRequestHeaders', 'goes only with a route to the intake account');
}

type UnconditionalAction = { readonly action: Action; readonly isAlways: boolean };

/** The actions of a route's rules; what comes after a rule that may stop is not certain to happen. */
function actionsOf({ ruleSets }: RoutingConfig, route: RouteSpec): readonly UnconditionalAction[] {
  let isCertain = true;
  const rules = route.ruleSets.flatMap((name) => ruleSets.find((set) => set.name === name)?.rules ?? []);
  return rules.flatMap(({ conditions, actions, onMatch }) => {
    const isAlways = isCertain && conditions.length === 0;
    if (onMatch === 'Stop') isCertain = false;
    return actions.map((action) => ({ action, isAlways }));
  });
}

function deletes({ action, isAlways }: UnconditionalAction, name: string): boolean {
  if (!isAlways || action.type !== 'ModifyRequestHeader') return false;
  return action.op === 'Delete' && action.header.toLowerCase() === name;
}

function leadsTo({ action }: UnconditionalAction, groups: readonly string[]): boolean {
  return action.type === 'RouteConfigurationOverride' && groups.includes(action.originGroup ?? '');
}
