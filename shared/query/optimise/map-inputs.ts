import type { Relation } from '../relation.ts';

/** The relation with each of its inputs replaced; a new kind of relation does not compile without its row. */
export function mapInputs(relation: Relation, visit: (input: Relation) => Relation): Relation {
  switch (relation.kind) {
    case 'unit':
    case 'source':
      return relation;
    case 'join':
      return { ...relation, left: visit(relation.left), right: visit(relation.right) };
    case 'union':
      return { ...relation, inputs: relation.inputs.map((one) => ({ ...one, relation: visit(one.relation) })) };
    case 'filter':
    case 'project':
    case 'extend':
    case 'aggregate':
    case 'window':
    case 'related':
    case 'paths':
    case 'series':
      return { ...relation, input: visit(relation.input) };
  }
}
