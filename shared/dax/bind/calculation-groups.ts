import type { CalculationItem } from '../../model/tabular-model.ts';
import type { BoundCalculationGroup, BoundCalculationItem, BoundScalar, DaxType } from '../bound.ts';
import { BROKEN, type Session } from './environment.ts';
import { topEnv } from './measures.ts';
import { widest } from './scalar-calls.ts';

/**
 * Binds the items of the groups that the session names, for measures of each type that it has. Items may name further
 * groups and measures, so this goes on until nothing new comes up.
 */
export function bindGroups(session: Session): readonly BoundCalculationGroup[] {
  const bodies: Bodies = new Map();
  for (let before = -1; before !== bodies.size; ) {
    before = bodies.size;
    const types = new Set(session.measures.map(({ body }) => session.measureType(body.type)));
    for (const table of session.namedGroups) {
      for (const item of itemsOf(session, table)) {
        for (const type of types) bindOnce(session, bodies, { table, item, type });
      }
    }
  }
  return [...session.namedGroups]
    .sort((left, right) => left - right)
    .flatMap((table) => groupOf(session, table, bodies));
}

type Place = { readonly table: number; readonly item: CalculationItem; readonly type: DaxType };
type Bodies = Map<string, Place & { readonly body: BoundScalar }>;

function bindOnce(session: Session, bodies: Bodies, place: Place): void {
  const { table, item, type } = place;
  const key = JSON.stringify([table, item.name, type]);
  if (!bodies.has(key)) bodies.set(key, { ...place, body: bindItem(session, table, item, type) });
}

function bindItem(session: Session, table: number, item: CalculationItem, type: DaxType): BoundScalar {
  const name = session.index.model.tables[table]?.name ?? '';
  const source = { text: item.expression, object: `calculation item '${item.name}' of table '${name}'` };
  const tree = session.index.parse(item.expression);
  if (tree.kind === 'parsed') {
    return session.binder.scalar(tree.tree, topEnv(session, source, { home: table, selectedMeasure: type }));
  }
  session.problems.push(...tree.problems.map((problem) => ({ ...problem, object: source.object })));
  return BROKEN;
}

function groupOf(session: Session, table: number, bodies: Bodies): readonly BoundCalculationGroup[] {
  const model = session.index.model.tables[table];
  if (model?.calculationGroup === undefined) return [];
  const { precedence, items } = model.calculationGroup;
  const byName = model.columns.findIndex(({ source }) => source.kind === 'data' && /^name$/i.test(source.sourceColumn));
  const column = byName === -1 ? model.columns.findIndex(({ dataType }) => dataType === 'String') : byName;
  const bound = items.map((item): BoundCalculationItem => {
    const own = [...bodies.values()].filter((each) => each.table === table && each.item === item);
    return { name: item.name, bodies: new Map(own.map(({ type, body }) => [type, body])) };
  });
  return [{ table, precedence, column: { table, column }, items: bound }];
}

function itemsOf(session: Session, table: number): readonly CalculationItem[] {
  return session.index.model.tables[table]?.calculationGroup?.items ?? [];
}

/** What measures of a type become when the items of some groups apply to them, again and again. */
export function widenedTypes(groups: ReadonlySet<number>, openScratch: () => Session): (type: DaxType) => DaxType {
  const known = new Map<DaxType, DaxType>();
  return (type) => {
    const found = known.get(type) ?? widen(groups, openScratch(), type);
    known.set(type, found);
    return found;
  };
}

function widen(groups: ReadonlySet<number>, scratch: Session, type: DaxType): DaxType {
  let wide = type;
  for (let round = 0; round < 4; round += 1) {
    const made = [...groups].flatMap((table) =>
      itemsOf(scratch, table).map((item) => bindItem(scratch, table, item, wide)),
    );
    const next = widest([wide, ...made.filter((body) => body !== BROKEN).map((body) => body.type)]);
    if (next === wide) break;
    wide = next;
  }
  return wide;
}
