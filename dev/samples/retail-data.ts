import { seededRandom, weightedPick } from './random.ts';
import {
  LOSS_SUBCATEGORY,
  PLACES,
  type Place,
  PRODUCTS,
  type Product,
  type Segment,
  STAR_FROM_DAY,
  STAR_PRODUCT,
} from './retail-catalog.ts';

const FIRST_DAY = Date.UTC(2023, 0, 1);
const DAYS = 1096;
const DAY_MS = 86_400_000;
const SEED = 20_240_229;
/** The file is named after what its rows are: so are the table and the dataset. */
export const RETAIL_FILE_NAME = 'Retail sales.csv';

export const RETAIL_COLUMNS = [
  'Order date',
  'Order ID',
  'Region',
  'Country',
  'City',
  'Store',
  'Channel',
  'Category',
  'Subcategory',
  'Product',
  'Customer ID',
  'Customer segment',
  'Quantity',
  'Unit price',
  'Discount',
  'Sales',
  'Cost',
  'Profit',
  'Returned',
] as const;

/** Sales by month of the year against the mean: a quiet summer, and a year's end that everybody waits for. */
const SEASON = [0.82, 0.8, 0.92, 0.97, 1.02, 0.98, 0.88, 0.86, 0.98, 1.05, 1.32, 1.5];
/** Sunday first. */
const WEEKDAY = [0.85, 0.86, 0.88, 0.92, 1.0, 1.24, 1.35];
const ORDERS_A_DAY = 36;
const YEARLY_GROWTH = 0.17;

type Customer = { readonly id: string; readonly place: Place; readonly segment: Segment; readonly weight: number };

/** Three years of order lines of an invented retailer as CSV text, the same at each call. */
export function retailCsv(): string {
  const random = seededRandom(SEED);
  const customers = customersOf(random);
  const lines = [RETAIL_COLUMNS.join(',')];
  let order = 10_000;
  for (let day = 0; day < DAYS; day += 1) {
    const date = new Date(FIRST_DAY + day * DAY_MS);
    const iso = date.toISOString().slice(0, 10);
    const pickProduct = productsOn(day, date.getUTCMonth());
    const pickCustomer = customers.on(day);
    const wanted = ordersOn(day, date) * (0.85 + 0.3 * random());
    for (let sold = 0; sold < wanted; sold += 1) {
      order += 1;
      addOrder(
        lines,
        { iso, day, month: date.getUTCMonth(), order, customer: pickCustomer(random()), pickProduct },
        random,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function ordersOn(day: number, date: Date): number {
  const growth = (1 + YEARLY_GROWTH) ** (day / 365);
  return (
    ORDERS_A_DAY *
    growth *
    (isSlump(day) ? 0.82 : 1) *
    (SEASON[date.getUTCMonth()] ?? 1) *
    (WEEKDAY[date.getUTCDay()] ?? 1)
  );
}

/** Spring and summer of the second year: Europe's warehouse stands still. */
function isSlump(day: number): boolean {
  return day > 470 && day < 610;
}

/** How much each region buys on a day, against its first day. */
function demandOn(day: number): Readonly<Record<Place['region'], number>> {
  const years = day / 365;
  const slump = isSlump(day) ? 0.4 : 1;
  return { EMEA: slump * (1 - 0.02) ** years, AMER: (1 + 0.02) ** years, APAC: (1 + 0.16) ** years };
}

function customersOf(random: () => number): { readonly on: (day: number) => (random: number) => Customer } {
  const pickPlace = weightedPick(PLACES, ({ weight }) => weight);
  const all = Array.from({ length: 6000 }, (_, index): Customer => {
    const kind = random();
    const segment = kind < 0.68 ? 'Consumer' : kind < 0.9 ? 'Small business' : 'Corporate';
    const faithful = random() ** 3;
    return {
      id: `C${String(index + 1).padStart(5, '0')}`,
      place: pickPlace(random()),
      segment,
      weight: 0.15 + 3 * faithful,
    };
  });
  let fortnight = -1;
  let pick: (random: number) => Customer = weightedPick(all, ({ weight }) => weight);
  return {
    on: (day) => {
      const now = Math.floor(day / 14);
      if (now === fortnight) return pick;
      fortnight = now;
      const demand = demandOn(day);
      pick = weightedPick(all, ({ weight, place }) => weight * demand[place.region]);
      return pick;
    },
  };
}

function productsOn(day: number, month: number): (random: number) => Product {
  const isWarm = month >= 3 && month <= 7;
  return weightedPick(PRODUCTS, (product) =>
    day < product.fromDay ? 0 : product.weight * seasonOf(product, isWarm) * riseOf(product, day),
  );
}

function seasonOf({ subcategory, name }: Product, isWarm: boolean): number {
  if (subcategory === 'Camping' || subcategory === 'Cycling') return isWarm ? 1.9 : 0.5;
  const isForWinter = subcategory === 'Jackets' || subcategory === LOSS_SUBCATEGORY || name === 'Winter boot';
  if (isForWinter) return isWarm ? 0.5 : 1.6;
  return 1;
}

function riseOf({ name }: Product, day: number): number {
  return name === STAR_PRODUCT ? 0.4 + Math.min(4.6, (day - STAR_FROM_DAY) / 80) : 1;
}

type Order = {
  readonly iso: string;
  readonly day: number;
  readonly month: number;
  readonly order: number;
  readonly customer: Customer;
  readonly pickProduct: (random: number) => Product;
};

function addOrder(
  lines: string[],
  { iso, day, month, order, customer, pickProduct }: Order,
  random: () => number,
): void {
  const { place, segment } = customer;
  const isOnline = random() < 0.26 + 0.2 * (day / DAYS);
  const store = isOnline ? 'Online shop' : (place.stores[Math.floor(random() * place.stores.length)] ?? place.city);
  const most = segment === 'Corporate' ? 3 : 2;
  const count = 1 + Math.floor(random() ** 1.6 * most);
  for (let line = 0; line < count; line += 1) {
    const product = pickProduct(random());
    const quantity = 1 + Math.floor(random() ** 3 * (segment === 'Consumer' ? 3 : segment === 'Corporate' ? 9 : 5));
    const price = Math.round(product.price * (1 + 0.025 * (day / 365)) * 100) / 100;
    const discount = discountOf(product, segment, month, random());
    const sales = Math.round(quantity * price * (1 - discount) * 100) / 100;
    const cost = Math.round(quantity * price * product.costShare * 100) / 100;
    const isReturned = random() < product.returns * (isOnline ? 1.6 : 0.7);
    const channel = isOnline ? 'Online' : 'Store';
    lines.push(
      `${iso},SO-${order},${place.region},${place.country},${place.city},${store},${channel},${product.category},${product.subcategory},${product.name},${customer.id},${segment},${quantity},${price.toFixed(2)},${discount.toFixed(2)},${sales.toFixed(2)},${cost.toFixed(2)},${(sales - cost).toFixed(2)},${isReturned}`,
    );
  }
}

/** Sales before the year's end, prices for companies, and heaters that nobody buys at full price. */
function discountOf(product: Product, segment: Segment, month: number, random: number): number {
  if (product.subcategory === LOSS_SUBCATEGORY) return random < 0.2 ? 0.1 : random < 0.6 ? 0.2 : 0.3;
  const isSale = month === 10 || month === 6;
  const often = (isSale ? 0.6 : 0.25) + (segment === 'Corporate' ? 0.25 : 0);
  if (random > often) return 0;
  return [0.05, 0.1, 0.15, 0.2][Math.floor((random / often) * 4)] ?? 0.05;
}
