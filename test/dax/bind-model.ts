import { indexModel } from '../../shared/dax/bind/model-index.ts';
import type {
  ColumnType,
  Relationship,
  TabularColumn,
  TabularModel,
  TabularTable,
} from '../../shared/model/tabular-model.ts';

type TableParts = {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly key?: string;
  readonly measures?: Readonly<Record<string, string>>;
  readonly isDateTable?: boolean;
  readonly items?: Readonly<Record<string, string>>;
};

function column(name: string, dataType: ColumnType, isKey: boolean): TabularColumn {
  return {
    name,
    description: '',
    dataType,
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

function table(name: string, { columns, key, measures = {}, isDateTable = false, items }: TableParts): TabularTable {
  return {
    name,
    description: '',
    isHidden: false,
    dataCategory: isDateTable ? 'Time' : '',
    columns: Object.entries(columns).map(([each, type]) => column(each, type, each === key)),
    measures: Object.entries(measures).map(([each, expression]) => ({
      name: each,
      description: '',
      expression,
      formatString: '0.00',
      formatStringExpression: undefined,
      isHidden: false,
      displayFolder: '',
    })),
    hierarchies: [],
    partitions: [],
    calculationGroup:
      items === undefined
        ? undefined
        : {
            precedence: 10,
            items: Object.entries(items).map(([each, expression], ordinal) => ({
              name: each,
              expression,
              formatStringExpression: undefined,
              ordinal,
            })),
          },
  };
}

const TABLES: readonly TabularTable[] = [
  table('Sales', {
    columns: {
      Id: 'Int64',
      'Order Date': 'DateTime',
      'Ship Date': 'DateTime',
      ProductKey: 'Int64',
      StoreKey: 'Int64',
      Quantity: 'Int64',
      Price: 'Double',
      Cost: 'Decimal',
    },
    key: 'Id',
    measures: {
      Amount: 'SUMX(Sales, Sales[Quantity] * Sales[Price])',
      Lines: 'COUNTROWS(Sales)',
      Margin: '[Amount] - SUM(Sales[Cost])',
      'Margin %': 'DIVIDE([Margin], [Amount])',
      Ping: '[Pong]',
      Pong: '[Ping] + 1',
      Wrong: 'SUM(Sales[Nothing])',
    },
  }),
  table('Product', {
    columns: { ProductKey: 'Int64', Name: 'String', Category: 'String', Color: 'String', 'List Price': 'Decimal' },
    key: 'ProductKey',
  }),
  table('Store', {
    columns: { StoreKey: 'Int64', Region: 'String', Country: 'String', Parent: 'Int64', Open: 'Boolean' },
    key: 'StoreKey',
  }),
  table('Date', { columns: { Date: 'DateTime', Year: 'Int64', Month: 'String' }, key: 'Date', isDateTable: true }),
  table('Scale', { columns: { Factor: 'Int64' } }),
  table('Shift', {
    columns: { Name: 'String', Ordinal: 'Int64' },
    items: {
      Current: 'SELECTEDMEASURE()',
      Half: 'SELECTEDMEASURE() / 2',
      Named: 'IF(ISSELECTEDMEASURE([Lines]), SELECTEDMEASURE())',
    },
  }),
];

function at(tableName: string, columnName: string): { readonly table: number; readonly column: number } {
  const index = TABLES.findIndex(({ name }) => name === tableName);
  return { table: index, column: TABLES[index]?.columns.findIndex(({ name }) => name === columnName) ?? -1 };
}

function manyToOne(from: readonly [string, string], to: readonly [string, string], isActive = true): Relationship {
  return {
    name: `${from.join()} to ${to.join()}`,
    from: at(...from),
    to: at(...to),
    fromCardinality: 'many',
    toCardinality: 'one',
    isActive,
    crossFilter: 'oneDirection',
    securityFilter: 'oneDirection',
  };
}

export const MODEL: TabularModel = {
  name: 'Small',
  culture: 'en-US',
  tables: TABLES,
  relationships: [
    manyToOne(['Sales', 'Order Date'], ['Date', 'Date']),
    manyToOne(['Sales', 'Ship Date'], ['Date', 'Date'], false),
    manyToOne(['Sales', 'ProductKey'], ['Product', 'ProductKey']),
    manyToOne(['Sales', 'StoreKey'], ['Store', 'StoreKey']),
  ],
  roles: [],
  expressions: [],
};

export const INDEX = indexModel(MODEL);

/** What a role hides: the whole of Store, and the cost of Sales. */
export const HIDDEN = { tables: [at('Store', 'Region').table], columns: [at('Sales', 'Cost')] };
