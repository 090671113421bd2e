import fc from 'fast-check';
import type { DataType } from '../../../shared/model/semantic-model.ts';
import { serialOf } from './serial-day.ts';
import type { Value } from './value.ts';

export type ColumnPlan = { readonly name: string; readonly type: DataType; readonly values: fc.Arbitrary<Value> };
export type TablePlan = {
  readonly name: string;
  readonly columns: readonly ColumnPlan[];
  /** The first column counts from 1 on. */
  readonly hasKey: boolean;
  readonly size: readonly [least: number, most: number];
};

const column = (name: string, type: DataType, values: fc.Arbitrary<Value>): ColumnPlan => ({ name, type, values });
const pick = (...values: readonly Value[]) => fc.constantFrom(...values);

const colors = pick('Red', 'RED', 'red', 'Blue', 'blue', '', null);
const categories = pick('Bikes', 'bikes', 'Caps', 'Gifts', null);
const amounts = pick(0, 1, 2.5, 4, -3, 10, 7.25, null);
const foreignKey = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 5 }), weight: 6 },
  { arbitrary: pick(7, 8, null), weight: 1 },
);
const days = fc
  .integer({ min: 0, max: 9 })
  .map((step): Value => serialOf(2023, 11 + Math.floor(step / 3), 1 + (step % 3) * 9));

const key = (name: string) => column(name, 'Int64', fc.constant(null));

const TABLES = {
  Sales: {
    name: 'Sales',
    hasKey: false,
    size: [3, 30],
    columns: [
      column('ProductKey', 'Int64', foreignKey),
      column('StoreKey', 'Int64', foreignKey),
      column('Order Day', 'DateTime', fc.oneof(days, pick(null, serialOf(2030, 1, 1)))),
      column('Ship Day', 'DateTime', fc.oneof(days, pick(null))),
      column('Quantity', 'Int64', pick(0, 1, 2, 3, 5, -1, null)),
      column('Amount', 'Double', amounts),
      column('Channel', 'String', pick('Web', 'web', 'Shop', '', null)),
    ],
  },
  Product: {
    name: 'Product',
    hasKey: true,
    size: [2, 6],
    columns: [
      key('ProductKey'),
      column('Category', 'String', categories),
      column('Color', 'String', colors),
      column('Price', 'Double', pick(1, 2, 5, 0, null)),
      column('BrandKey', 'Int64', pick(1, 2, 3, 9, null)),
    ],
  },
  Brand: {
    name: 'Brand',
    hasKey: true,
    size: [2, 3],
    columns: [key('BrandKey'), column('Brand', 'String', pick('Ace', 'Zed', 'ace', null))],
  },
  Store: {
    name: 'Store',
    hasKey: true,
    size: [2, 6],
    columns: [
      key('StoreKey'),
      column('Region', 'String', pick('North', 'north', 'South', null)),
      column('Floor', 'Int64', pick(1, 2, 0, null)),
    ],
  },
  Day: {
    name: 'Day',
    hasKey: true,
    size: [10, 10],
    columns: [column('Day', 'DateTime', fc.constant(null)), column('Month', 'Int64', fc.constant(null))],
  },
  Budget: {
    name: 'Budget',
    hasKey: false,
    size: [3, 8],
    columns: [
      column('Category', 'String', pick('Bikes', 'BIKES', 'Caps', 'Services')),
      column('Budget', 'Double', pick(10, 20, 5, null)),
    ],
  },
  Promotion: {
    name: 'Promotion',
    hasKey: true,
    size: [2, 3],
    columns: [key('PromotionKey'), column('Promotion', 'String', pick('Spring', 'Summer', 'spring', null))],
  },
  Bridge: {
    name: 'Bridge',
    hasKey: false,
    size: [3, 8],
    columns: [column('ProductKey', 'Int64', foreignKey), column('PromotionKey', 'Int64', pick(1, 2, 3, 8, null))],
  },
} as const satisfies Readonly<Record<string, TablePlan>>;

export type TableName = keyof typeof TABLES;

export function plansOf(shape: readonly TableName[]): readonly TablePlan[] {
  return [TABLES.Sales, ...shape.map((name) => TABLES[name])];
}

export function rowsOf(plan: TablePlan): fc.Arbitrary<readonly (readonly Value[])[]> {
  const [minLength, maxLength] = plan.size;
  const row = fc.tuple(...plan.columns.map(({ values }) => values));
  return fc.array(row, { minLength, maxLength }).map((rows) =>
    rows.map((values, place): readonly Value[] => {
      if (plan.name === 'Day') return dayRow(place);
      return plan.hasKey ? [place + 1, ...values.slice(1)] : values;
    }),
  );
}

function dayRow(place: number): readonly Value[] {
  const month = 11 + Math.floor(place / 3);
  return [serialOf(2023, month, 1 + (place % 3) * 9), ((month - 1) % 12) + 1];
}
