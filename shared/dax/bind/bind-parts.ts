import type { BoundMeasures } from '../bound.ts';
import type { BindProblem } from './bind-problem.ts';
import { bindGroups, widenedTypes } from './calculation-groups.ts';
import type { Definitions, Session } from './environment.ts';
import type { ModelIndex } from './model-index.ts';
import { type BindOptions, openSession } from './open-session.ts';

/** A bound tree with what it refers to, or everything that is wrong with the text. */
export type BindResult<Tree> =
  | { readonly kind: 'bound'; readonly tree: Tree & BoundMeasures }
  | { readonly kind: 'problems'; readonly problems: readonly BindProblem[] };

/**
 * Binds by `bind` in a new session. Where calculation groups are named, it is done again, now that it is known which
 * take part and what types measures get from their items.
 */
export function bindParts<Tree extends object>(
  index: ModelIndex,
  options: BindOptions,
  bind: (session: Session) => Tree,
  definitions?: Definitions,
): BindResult<Tree> {
  const session = openSession(index, options, definitions);
  const tree = bind(session);
  if (session.namedGroups.size === 0 || session.problems.length > 0) return resultOf(session, tree);
  const openScratch = () => openSession(index, options, definitions);
  const again = openSession(index, options, definitions, widenedTypes(allNamed(session), openScratch));
  return resultOf(again, bind(again));
}

/** The groups named by the text, and those that their items name. */
function allNamed(session: Session): ReadonlySet<number> {
  bindGroups(session);
  return session.namedGroups;
}

function resultOf<Tree extends object>(session: Session, tree: Tree): BindResult<Tree> {
  const calculationGroups = bindGroups(session);
  if (session.problems.length > 0) return { kind: 'problems', problems: session.problems };
  return { kind: 'bound', tree: { ...tree, measures: session.measures, calculationGroups } };
}
