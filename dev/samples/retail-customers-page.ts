import type { Page } from '../../shared/report/report.ts';
import {
  by,
  CUSTOMERS,
  card,
  largestFirst,
  ORDERS,
  PAGE_SIZE,
  PLACES_ON_PAGE,
  part,
  SLICERS,
  slicer,
  total,
  visual,
} from './retail-fields.ts';

const { upper, lower } = PLACES_ON_PAGE;

/** To whom it is sold. */
export const customersPage: Page = {
  name: 'customers',
  displayName: 'Customers',
  ...PAGE_SIZE,
  visuals: [
    card(0, 2, { name: 'customers-count', title: 'Customers', subtitle: 'With at least one order' }, CUSTOMERS),
    card(1, 2, { name: 'orders', title: 'Orders', subtitle: 'Of one or more lines' }, ORDERS),
    slicer(SLICERS.upper, { name: 'segment', title: 'Customer segment' }, by('Customer segment')),
    slicer(SLICERS.lower, { name: 'region', title: 'Region' }, by('Region')),
    visual(
      'lineChart',
      { name: 'active', title: 'Active customers over time', subtitle: 'Customers with an order in the month' },
      part(upper, [3, 2], 0),
      {
        category: by('Order date', 'month'),
        values: [CUSTOMERS],
      },
    ),
    visual(
      'donutChart',
      { name: 'segments', title: 'Share of sales by customer segment', subtitle: 'Companies order more at once' },
      part(upper, [3, 2], 1),
      {
        category: by('Customer segment'),
        values: [total('Sales')],
        limit: 10,
      },
    ),
    visual(
      'scatterChart',
      { name: 'spread', title: 'Sales against orders', subtitle: 'Each dot is one of the 300 largest customers' },
      part(lower, [2, 3], 0),
      {
        category: by('Customer ID'),
        values: [ORDERS, total('Sales')],
        orderBy: largestFirst('Sales'),
        limit: 300,
      },
    ),
    visual(
      'table',
      { name: 'best-customers', title: 'Best customers', subtitle: 'Largest sales first' },
      part(lower, [2, 3], 1),
      {
        values: [by('Customer ID'), by('Customer segment'), by('Country'), ORDERS, total('Sales'), total('Profit')],
        orderBy: largestFirst('Sales'),
        limit: 100,
      },
    ),
  ],
};
