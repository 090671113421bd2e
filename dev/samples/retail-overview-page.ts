import type { Page } from '../../shared/report/report.ts';
import {
  by,
  card,
  largestFirst,
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

/** How the business goes. */
export const overviewPage: Page = {
  name: 'overview',
  displayName: 'Overview',
  ...PAGE_SIZE,
  visuals: [
    card(0, 3, { name: 'sales', title: 'Sales', subtitle: 'After discounts' }, total('Sales')),
    card(1, 3, { name: 'profit', title: 'Profit', subtitle: 'Sales less cost' }, total('Profit')),
    card(2, 3, { name: 'margin', title: 'Profit margin', subtitle: 'Profit for each 100 of sales' }, PROFIT_MARGIN),
    slicer(SLICERS.short, { name: 'year', title: 'Year' }, by('Order date', 'year')),
    slicer(SLICERS.belowShort, { name: 'region', title: 'Region' }, by('Region')),
    visual(
      'lineChart',
      {
        name: 'trend',
        title: 'Sales over time by region',
        subtitle: 'Each month. EMEA stood still from spring to summer 2024',
      },
      upper,
      {
        category: by('Order date', 'month'),
        series: by('Region'),
        values: [total('Sales')],
      },
    ),
    visual(
      'barChart',
      { name: 'categories', title: 'Sales by category', subtitle: 'Electronics lead' },
      part(lower, [1, 1], 0),
      {
        category: by('Category'),
        values: [total('Sales')],
        orderBy: largestFirst('Sales'),
        limit: 10,
      },
    ),
    visual(
      'areaChart',
      {
        name: 'channels',
        title: 'Sales online and in stores',
        subtitle: 'Each quarter. Online grows from a third towards half',
      },
      part(lower, [1, 1], 1),
      {
        category: by('Order date', 'quarter'),
        series: by('Channel'),
        values: [total('Sales')],
      },
    ),
  ],
};
