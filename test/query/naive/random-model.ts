import fc from 'fast-check';
import type {
  ColumnRef,
  Relationship,
  TabularColumn,
  TabularModel,
  TabularTable,
} from '../../../shared/model/tabular-model.ts';
import { type RoleFilter, randomRole, roleOf } from './random-roles.ts';
import { type ColumnPlan, plansOf, rowsOf, type TableName, type TablePlan } from './random-tables.ts';
import type { Data } from './world.ts';

/** A small model with rows that are awkward: keys without a match, blanks, duplicates, one text in several spellings. */
export type RandomModel = { readonly model: TabularModel; readonly data: Data };

type Link = {
  readonly from: readonly [TableName, string];
  readonly to: readonly [TableName, string];
  readonly kind?: 'manyToMany' | 'inactive' | 'both' | 'maybeBoth';
};

const LINKS: readonly Link[] = [
  { from: ['Sales', 'ProductKey'], to: ['Product', 'ProductKey'] },
  { from: ['Sales', 'StoreKey'], to: ['Store', 'StoreKey'], kind: 'maybeBoth' },
  { from: ['Sales', 'Order Day'], to: ['Day', 'Day'] },
  { from: ['Sales', 'Ship Day'], to: ['Day', 'Day'], kind: 'inactive' },
  { from: ['Product', 'BrandKey'], to: ['Brand', 'BrandKey'] },
  { from: ['Budget', 'Category'], to: ['Product', 'Category'], kind: 'manyToMany' },
  { from: ['Bridge', 'ProductKey'], to: ['Product', 'ProductKey'], kind: 'both' },
  { from: ['Bridge', 'PromotionKey'], to: ['Promotion', 'PromotionKey'] },
];

/** Tables that come beside Sales: a star, a snowflake, two facts, a bridge. */
const SHAPES: readonly (readonly TableName[])[] = [
  ['Product'],
  ['Product', 'Store'],
  ['Product', 'Day'],
  ['Product', 'Brand', 'Store'],
  ['Product', 'Store', 'Day'],
  ['Product', 'Budget', 'Store'],
  ['Product', 'Promotion', 'Bridge'],
  ['Product', 'Brand', 'Day', 'Budget'],
];

export function randomModel(): fc.Arbitrary<RandomModel> {
  return fc
    .record({
      shape: fc.constantFrom(...SHAPES),
      isStoreBoth: fc.boolean(),
      isSecurityBoth: fc.boolean(),
      roles: fc.array(randomRole(), { maxLength: 3 }),
    })
    .chain(({ shape, ...options }) => {
      const model = modelOf(shape, options);
      return fc.tuple(...plansOf(shape).map(rowsOf)).map((data) => ({ model, data }));
    });
}

export type ModelOptions = {
  /** Sales and Store filter each other. */
  readonly isStoreBoth?: boolean;
  /** Roles go both ways where filters do. */
  readonly isSecurityBoth?: boolean;
  readonly roles?: readonly (readonly RoleFilter[])[];
};

/** The model of Sales and these tables beside it, in this order. */
export function modelOf(
  shape: readonly TableName[],
  { isStoreBoth = false, isSecurityBoth = false, roles = [] }: ModelOptions,
): TabularModel {
  const plans = plansOf(shape);
  const names = plans.map(({ name }) => name);
  return {
    name: 'Random',
    culture: 'en-US',
    tables: plans.map(tableOf),
    relationships: LINKS.flatMap((link) => relationshipOf(link, plans, { isStoreBoth, isSecurityBoth })),
    roles: roles.map((filters) =>
      roleOf(
        filters.filter(([table]) => names.includes(table)),
        names,
      ),
    ),
    expressions: [],
  };
}

function tableOf({ name, columns, hasKey }: TablePlan): TabularTable {
  return {
    name,
    description: '',
    isHidden: false,
    dataCategory: name === 'Day' ? 'Time' : '',
    columns: columns.map((plan, place) => columnOf(plan, hasKey && place === 0)),
    measures: [],
    hierarchies: [],
    partitions: [{ name, mode: 'import', source: { kind: 'm', expression: '' } }],
    calculationGroup: undefined,
  };
}

function columnOf({ name, type }: ColumnPlan, isKey: boolean): TabularColumn {
  return {
    name,
    description: '',
    dataType: type,
    source: { kind: 'data', sourceColumn: name },
    isKey,
    isHidden: false,
    formatString: '',
    dataCategory: '',
    summarizeBy: 'none',
    displayFolder: '',
    sortByColumn: undefined,
    groupByColumns: [],
  };
}

function relationshipOf(
  { from, to, kind }: Link,
  plans: readonly TablePlan[],
  { isStoreBoth, isSecurityBoth }: ModelOptions,
): readonly Relationship[] {
  const [start, end] = [refOf(from, plans), refOf(to, plans)];
  if (start === undefined || end === undefined) return [];
  const isBoth = kind === 'both' || (kind === 'maybeBoth' && isStoreBoth);
  return [
    {
      name: `${from.join(' ')} to ${to.join(' ')}`,
      from: start,
      to: end,
      fromCardinality: 'many',
      toCardinality: kind === 'manyToMany' ? 'many' : 'one',
      isActive: kind !== 'inactive',
      crossFilter: isBoth ? 'bothDirections' : 'oneDirection',
      securityFilter: isBoth && isSecurityBoth ? 'bothDirections' : 'oneDirection',
    },
  ];
}

function refOf([name, columnName]: readonly [TableName, string], plans: readonly TablePlan[]): ColumnRef | undefined {
  const table = plans.findIndex((plan) => plan.name === name);
  const place = plans[table]?.columns.findIndex((each) => each.name === columnName);
  return place === undefined ? undefined : { table, column: place };
}
