import fc from 'fast-check';
import type { Role } from '../../../shared/model/tabular-model.ts';

export type RoleFilter = readonly [table: string, expression: string];

const ROLE_FILTERS: readonly RoleFilter[] = [
  ['Product', 'Product[Color] = "red"'],
  ['Product', 'Product[Category] IN {"Bikes", "Caps"}'],
  ['Product', 'NOT ISBLANK(Product[Price])'],
  ['Store', 'Store[Region] = "North"'],
  ['Store', 'Store[Floor] >= 1'],
  ['Sales', 'Sales[Quantity] > 0'],
  ['Sales', 'Sales[Channel] = "web"'],
  ['Brand', 'Brand[Brand] = "Ace"'],
  ['Day', 'Day[Month] >= 11'],
  ['Budget', 'Budget[Budget] > 5'],
  ['Promotion', 'Promotion[Promotion] = "spring"'],
  ['Sales', 'FALSE()'],
];

export function randomRole(): fc.Arbitrary<readonly RoleFilter[]> {
  return fc.uniqueArray(fc.constantFrom(...ROLE_FILTERS), { maxLength: 2, selector: ([table]) => table });
}

export function roleOf(filters: readonly RoleFilter[], names: readonly string[]): Role {
  return {
    name: filters.map((filter) => filter.join(': ')).join(', '),
    description: '',
    modelPermission: 'read',
    tablePermissions: filters.map(([table, filterExpression]) => ({
      table: names.indexOf(table),
      filterExpression,
      metadataPermission: 'default',
      hiddenColumns: [],
    })),
    members: [],
  };
}
