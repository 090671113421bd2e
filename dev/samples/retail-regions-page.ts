import type { Page } from '../../shared/report/report.ts';
import {
  by,
  card,
  largestFirst,
  ORDERS,
  of,
  only,
  PAGE_SIZE,
  PLACES_ON_PAGE,
  PROFIT_MARGIN,
  part,
  SLICERS,
  slicer,
  total,
  visual,
} from './retail-fields.ts';

const { upper, lower } = PLACES_ON_PAGE;

/** Where it is sold. */
export const regionsPage: Page = {
  name: 'regions-and-stores',
  displayName: 'Regions & stores',
  ...PAGE_SIZE,
  visuals: [
    card(
      0,
      2,
      { name: 'countries-count', title: 'Countries', subtitle: 'With at least one order' },
      of('distinctCount', 'Country', 'Countries'),
    ),
    card(
      1,
      2,
      { name: 'stores-count', title: 'Stores', subtitle: 'Without the online shop' },
      of('distinctCount', 'Store', 'Stores'),
      [only('Channel', 'Store')],
    ),
    slicer(SLICERS.short, { name: 'year', title: 'Year' }, by('Order date', 'year')),
    slicer(SLICERS.belowShort, { name: 'category', title: 'Category' }, by('Category')),
    visual(
      'donutChart',
      { name: 'regions', title: 'Share of sales by region', subtitle: 'Parts of all sales' },
      part(upper, [2, 3], 0),
      {
        category: by('Region'),
        values: [total('Sales')],
        limit: 10,
      },
    ),
    visual(
      'barChart',
      { name: 'countries', title: 'Top 10 countries by sales', subtitle: 'Of 14 countries' },
      part(upper, [2, 3], 1),
      {
        category: by('Country'),
        values: [total('Sales')],
        orderBy: largestFirst('Sales'),
        limit: 10,
      },
    ),
    visual(
      'barChart',
      { name: 'stores', title: 'Top 10 stores by sales', subtitle: 'Sold over the counter' },
      part(lower, [2, 3], 0),
      {
        category: by('Store'),
        values: [total('Sales')],
        filters: [only('Channel', 'Store')],
        orderBy: largestFirst('Sales'),
        limit: 10,
      },
    ),
    visual(
      'table',
      { name: 'cities', title: 'Cities in figures', subtitle: 'Stores and online orders, largest sales first' },
      part(lower, [2, 3], 1),
      {
        values: [by('Region'), by('Country'), by('City'), ORDERS, total('Sales'), total('Profit'), PROFIT_MARGIN],
        orderBy: largestFirst('Sales'),
        limit: 100,
      },
    ),
  ],
};
