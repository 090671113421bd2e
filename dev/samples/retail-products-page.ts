import type { Page } from '../../shared/report/report.ts';
import { LOSS_SUBCATEGORY, STAR_PRODUCT } from './retail-catalog.ts';
import {
  by,
  card,
  largestFirst,
  lines,
  of,
  only,
  PAGE_SIZE,
  PLACES_ON_PAGE,
  PROFIT_MARGIN,
  part,
  SLICERS,
  slicer,
  smallestFirst,
  total,
  visual,
} from './retail-fields.ts';

const { upper, lower } = PLACES_ON_PAGE;

/** What is sold, at what profit. */
export const productsPage: Page = {
  name: 'products',
  displayName: 'Products',
  ...PAGE_SIZE,
  visuals: [
    card(0, 3, { name: 'items', title: 'Items sold', subtitle: 'Pieces' }, total('Quantity')),
    card(
      1,
      3,
      { name: 'discount', title: 'Average discount', subtitle: 'Off the list price, over all order lines' },
      of('average', 'Discount', 'Average discount'),
    ),
    card(
      2,
      3,
      { name: 'returned', title: 'Order lines returned', subtitle: 'Sent or brought back' },
      lines('Returned lines'),
      [only('Returned', true)],
    ),
    slicer(SLICERS.whole, { name: 'category', title: 'Category' }, by('Category')),
    visual(
      'barChart',
      { name: 'top-products', title: 'Top 10 products by sales', subtitle: 'Of 37 products' },
      part(upper, [1, 1], 0),
      {
        category: by('Product'),
        values: [total('Sales')],
        orderBy: largestFirst('Sales'),
        limit: 10,
      },
    ),
    visual(
      'barChart',
      {
        name: 'profit-by-subcategory',
        title: 'Profit by subcategory',
        subtitle: `${LOSS_SUBCATEGORY} lose money: discounts eat more than their margin`,
      },
      part(upper, [1, 1], 1),
      {
        category: by('Subcategory'),
        values: [total('Profit')],
        orderBy: smallestFirst('Profit'),
        limit: 20,
      },
    ),
    visual(
      'areaChart',
      {
        name: 'star',
        title: `${STAR_PRODUCT} take off`,
        subtitle: 'Sales each month since their launch in August 2024',
      },
      part(lower, [2, 3], 0),
      {
        category: by('Order date', 'month'),
        values: [total('Sales')],
        filters: [only('Product', STAR_PRODUCT)],
      },
    ),
    visual(
      'table',
      { name: 'subcategories', title: 'Subcategories in figures', subtitle: 'Largest sales first' },
      part(lower, [2, 3], 1),
      {
        values: [
          by('Category'),
          by('Subcategory'),
          total('Quantity'),
          total('Sales'),
          total('Profit'),
          PROFIT_MARGIN,
          of('average', 'Discount', 'Average discount'),
        ],
        orderBy: largestFirst('Sales'),
        limit: 100,
      },
    ),
  ],
};
