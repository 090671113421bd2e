/** What the sample retailer sells and where: invented, except for the names of places. */
export type Product = {
  readonly category: string;
  readonly subcategory: string;
  readonly name: string;
  readonly price: number;
  /** What a unit costs, as a part of its price. */
  readonly costShare: number;
  /** How often it is sold, against the others. */
  readonly weight: number;
  /** How often it comes back. */
  readonly returns: number;
  /** The first day on which it is sold, counted from the first day of the data. */
  readonly fromDay: number;
};

type Line = readonly [name: string, price: number, weight: number];
type Group = {
  readonly category: string;
  readonly subcategory: string;
  readonly costShare: number;
  readonly returns: number;
  readonly lines: readonly Line[];
};

/** The product that carries the last year and a half, and the subcategory that is sold at a loss. */
export const STAR_PRODUCT = 'Aurora headphones';
export const LOSS_SUBCATEGORY = 'Patio heaters';
export const STAR_FROM_DAY = 580;

const GROUPS: readonly Group[] = [
  {
    category: 'Electronics',
    subcategory: 'Audio',
    costShare: 0.58,
    returns: 0.05,
    lines: [
      [STAR_PRODUCT, 219, 5],
      ['Tide speaker', 89, 6],
      ['Echo soundbar', 249, 3],
      ['Pocket radio', 39, 4],
    ],
  },
  {
    category: 'Electronics',
    subcategory: 'Laptops',
    costShare: 0.78,
    returns: 0.04,
    lines: [
      ['Summit 13', 1190, 2],
      ['Summit 15', 1490, 1.4],
      ['Harbor 14', 790, 2.2],
    ],
  },
  {
    category: 'Electronics',
    subcategory: 'Wearables',
    costShare: 0.6,
    returns: 0.07,
    lines: [
      ['Pulse watch', 179, 5],
      ['Pulse band', 69, 6],
      ['Drift ring', 249, 1.5],
    ],
  },
  {
    category: 'Home',
    subcategory: 'Kitchen',
    costShare: 0.52,
    returns: 0.02,
    lines: [
      ['Copper pan set', 139, 4],
      ['Stone mill', 49, 5],
      ['Slow kettle', 59, 6],
      ['Bread oven', 189, 2.5],
    ],
  },
  {
    category: 'Home',
    subcategory: 'Lighting',
    costShare: 0.45,
    returns: 0.03,
    lines: [
      ['Halo lamp', 79, 5],
      ['Arc floor lamp', 159, 2.5],
      ['Ember bulbs', 24, 8],
    ],
  },
  {
    category: 'Home',
    subcategory: 'Furniture',
    costShare: 0.66,
    returns: 0.04,
    lines: [
      ['Fjord sofa', 1290, 1],
      ['Oak desk', 420, 1.8],
      ['Loom chair', 189, 3],
    ],
  },
  {
    category: 'Outdoor',
    subcategory: 'Camping',
    costShare: 0.55,
    returns: 0.05,
    lines: [
      ['Ridge tent', 289, 2.5],
      ['Trail stove', 64, 4],
      ['Down bag', 149, 3],
    ],
  },
  {
    category: 'Outdoor',
    subcategory: 'Cycling',
    costShare: 0.68,
    returns: 0.03,
    lines: [
      ['City bike', 690, 1.6],
      ['Gravel bike', 1390, 0.9],
      ['Night lights', 44, 5],
    ],
  },
  {
    category: 'Outdoor',
    subcategory: LOSS_SUBCATEGORY,
    costShare: 0.86,
    returns: 0.09,
    lines: [
      ['Glow heater', 259, 2.2],
      ['Glow heater XL', 399, 1.4],
    ],
  },
  {
    category: 'Apparel',
    subcategory: 'Jackets',
    costShare: 0.48,
    returns: 0.13,
    lines: [
      ['Storm shell', 229, 3],
      ['Wool coat', 279, 2],
      ['Rain cape', 89, 4],
    ],
  },
  {
    category: 'Apparel',
    subcategory: 'Shoes',
    costShare: 0.5,
    returns: 0.16,
    lines: [
      ['Trail runner', 129, 5],
      ['City sneaker', 99, 6],
      ['Winter boot', 169, 3],
    ],
  },
  {
    category: 'Apparel',
    subcategory: 'Accessories',
    costShare: 0.4,
    returns: 0.06,
    lines: [
      ['Merino scarf', 45, 6],
      ['Leather belt', 55, 4],
      ['Canvas bag', 69, 5],
    ],
  },
];

export const PRODUCTS: readonly Product[] = GROUPS.flatMap(({ category, subcategory, costShare, returns, lines }) =>
  lines.map(([name, price, weight]) => ({
    category,
    subcategory,
    name,
    price,
    costShare,
    weight,
    returns,
    fromDay: name === STAR_PRODUCT ? STAR_FROM_DAY : 0,
  })),
);

export type Place = {
  readonly region: 'EMEA' | 'AMER' | 'APAC';
  readonly country: string;
  readonly city: string;
  readonly stores: readonly string[];
  readonly weight: number;
};

const place = (
  region: Place['region'],
  country: string,
  city: string,
  weight: number,
  ...quarters: readonly string[]
): Place => ({
  region,
  country,
  city,
  weight,
  stores: quarters.map((quarter) => `${city} ${quarter}`),
});

export const PLACES: readonly Place[] = [
  place('EMEA', 'Germany', 'Berlin', 7, 'Mitte', 'West'),
  place('EMEA', 'Germany', 'Munich', 5, 'Altstadt'),
  place('EMEA', 'Germany', 'Hamburg', 4, 'Hafen'),
  place('EMEA', 'United Kingdom', 'London', 9, 'Soho', 'Camden', 'Greenwich'),
  place('EMEA', 'United Kingdom', 'Manchester', 3, 'Deansgate'),
  place('EMEA', 'France', 'Paris', 7, 'Marais', 'Rive Gauche'),
  place('EMEA', 'France', 'Lyon', 3, 'Presqu’île'),
  place('EMEA', 'Spain', 'Madrid', 4, 'Centro'),
  place('EMEA', 'Italy', 'Milan', 4, 'Navigli'),
  place('EMEA', 'South Africa', 'Cape Town', 2, 'Waterfront'),
  place('AMER', 'United States', 'New York', 12, 'SoHo', 'Brooklyn', 'Midtown'),
  place('AMER', 'United States', 'Chicago', 7, 'Loop', 'Wicker Park'),
  place('AMER', 'United States', 'Seattle', 6, 'Pike'),
  place('AMER', 'United States', 'Austin', 5, 'South Congress'),
  place('AMER', 'Canada', 'Toronto', 5, 'Queen Street'),
  place('AMER', 'Canada', 'Vancouver', 3, 'Gastown'),
  place('AMER', 'Brazil', 'São Paulo', 4, 'Jardins'),
  place('AMER', 'Mexico', 'Mexico City', 3, 'Roma'),
  place('APAC', 'Japan', 'Tokyo', 7, 'Shibuya', 'Ginza'),
  place('APAC', 'Japan', 'Osaka', 3, 'Namba'),
  place('APAC', 'Australia', 'Sydney', 5, 'Surry Hills'),
  place('APAC', 'Australia', 'Melbourne', 4, 'Fitzroy'),
  place('APAC', 'Singapore', 'Singapore', 4, 'Orchard'),
  place('APAC', 'India', 'Mumbai', 4, 'Bandra'),
];

export type Segment = 'Consumer' | 'Small business' | 'Corporate';
