import { prepareCondition } from './condition.ts';
import type { OriginGroup, Route, RouteRule } from './routing.ts';
import type { HeaderAction, Rule } from './rule-schema.ts';

/** The origin groups by name. */
export type Groups = ReadonlyMap<string, OriginGroup>;

/** A checked rule with its conditions ready to be asked and the group that it may lead to. */
export function resolveRule({ name, conditions, onMatch, actions }: Rule, groups: Groups): RouteRule {
  return {
    name,
    conditions: conditions.map(prepareCondition),
    stops: onMatch === 'Stop',
    actions: actions.map((action) => {
      if (action.type !== 'RouteConfigurationOverride') return action;
      const { type, originGroup, forwarding, cache } = action;
      return {
        type,
        ...(originGroup !== undefined && { group: groupNamed(groups, originGroup) }),
        ...(forwarding !== undefined && { forwarding }),
        cache: cache ?? null,
      };
    }),
  };
}

/** Rules that do the same to every request become two lists, so that nothing has to be asked for them. */
export function headerActions(
  rules: readonly RouteRule[],
): Pick<Route, 'rules' | 'requestActions' | 'responseActions'> {
  const all = rules.flatMap(({ actions }) => actions);
  const headers = all.filter(isHeaderAction);
  const isPlain = rules.every(({ conditions, stops }) => conditions.length === 0 && !stops);
  if (!isPlain || headers.length < all.length) return { rules, requestActions: [], responseActions: [] };
  return {
    rules: [],
    requestActions: headers.filter(({ type }) => type === 'ModifyRequestHeader'),
    responseActions: headers.filter(({ type }) => type === 'ModifyResponseHeader'),
  };
}

function isHeaderAction(action: RouteRule['actions'][number]): action is HeaderAction {
  return action.type === 'ModifyRequestHeader' || action.type === 'ModifyResponseHeader';
}

/** The group of a name that was checked to be there. */
export function groupNamed(groups: Groups, name: string): OriginGroup {
  const group = groups.get(name);
  if (group === undefined) throw new Error(`the origin group ${name} passed the checks without being there`);
  return group;
}
