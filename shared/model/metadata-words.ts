/**
 * What the two formats know of types and properties, as tables. A type or property that is in no table is still read,
 * kept and converted by the general rule: a named child of type `x` is an element of the TMSL list `xs`.
 */

/** Rows by key; unlike in an object, `constructor` and its like are in no table. */
function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(rows));
}

/** TMDL type → the TMSL list that holds it. */
const LISTS: ReadonlyMap<string, string> = table({
  table: 'tables',
  column: 'columns',
  measure: 'measures',
  hierarchy: 'hierarchies',
  level: 'levels',
  partition: 'partitions',
  relationship: 'relationships',
  role: 'roles',
  member: 'members',
  tablePermission: 'tablePermissions',
  columnPermission: 'columnPermissions',
  expression: 'expressions',
  cultureInfo: 'cultures',
  perspective: 'perspectives',
  annotation: 'annotations',
  extendedProperty: 'extendedProperties',
  changedProperty: 'changedProperties',
  dataSource: 'dataSources',
  queryGroup: 'queryGroups',
  function: 'functions',
  calculationItem: 'calculationItems',
  variation: 'variations',
  calendar: 'calendars',
  calendarColumnGroup: 'calendarColumnGroups',
  groupByColumn: 'groupByColumns',
});

const TYPES: ReadonlyMap<string, string> = new Map([...LISTS].map(([type, list]) => [list, type]));

/** Types of which an object has at most one, under the type's own name. */
const SINGLES: ReadonlySet<string> = new Set([
  'database',
  'model',
  'calculationGroup',
  'formatStringDefinition',
  'detailRowsDefinition',
  'defaultDetailRowsDefinition',
  'kpi',
  'alternateOf',
  'relatedColumnDetails',
  'refreshPolicy',
  'dataAccessOptions',
  'linguisticMetadata',
  'translations',
  'attributeHierarchy',
  'dataCoverageDefinition',
  'noSelectionExpression',
  'multipleOrEmptySelectionExpression',
]);

const PERSPECTIVE = /^perspective(Table|Column|Measure|Hierarchy)$/;
const IN_PERSPECTIVE = new Set(['perspective', 'perspectiveTable']);

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const small = (word: string): string => word.slice(0, 1).toLowerCase() + word.slice(1);

/** The TMSL list for children of a type; undefined where TMSL holds the child under its own name. */
export function listOf(type: string, isNamed: boolean): string | undefined {
  if (PERSPECTIVE.test(type)) return listOf(small(type.slice('perspective'.length)), true);
  if (SINGLES.has(type)) return undefined;
  return LISTS.get(type) ?? (isNamed ? `${type}s` : undefined);
}

/** The type of the elements of a TMSL list, or undefined where the list is in no table. */
export function typeOfList(list: string, parent: string): string | undefined {
  const type = TYPES.get(list);
  return type !== undefined && IN_PERSPECTIVE.has(parent) && PERSPECTIVE.test(`perspective${capital(type)}`)
    ? `perspective${capital(type)}`
    : type;
}

const KNOWN_TYPES: ReadonlyMap<string, string> = new Map(
  [...LISTS.keys(), ...SINGLES, 'perspectiveTable', 'perspectiveColumn', 'perspectiveMeasure']
    .concat('perspectiveHierarchy')
    .map((type): [string, string] => [type.toLowerCase(), type])
    .concat([['culture', 'cultureInfo']]),
);

/** A TMDL keyword in its usual casing: TMDL is read without regard to case. */
export function typeWord(word: string): { readonly type: string; readonly isKnown: boolean } {
  const known = KNOWN_TYPES.get(word.toLowerCase());
  return { type: known ?? small(word), isKnown: known !== undefined };
}

const DEFAULTS: ReadonlyMap<string, string> = table({
  tablePermission: 'filterExpression',
  columnPermission: 'metadataPermission',
  annotation: 'value',
  extendedProperty: 'value',
  changedProperty: 'property',
  linguisticMetadata: 'content',
  partition: 'sourceType',
  dataSource: 'type',
  member: 'memberType',
});

/** The property that TMDL says behind the `=` of a declaration. */
export function defaultProperty(type: string): string {
  return DEFAULTS.get(type) ?? 'expression';
}

const NAME_KEYS = table({ member: 'memberName', queryGroup: 'folder', groupByColumn: 'groupingColumn' });

/** The TMSL key that holds an object's name. */
export function nameKey(type: string): string {
  return NAME_KEYS.get(type) ?? 'name';
}

/** Whether TMSL knows the type as one that stands alone, under its own key. */
export function isSingle(type: string): boolean {
  return SINGLES.has(type);
}

const EXPRESSIONS = new Set(
  'expression filterExpression source sourceExpression pollingExpression statusExpression targetExpression trendExpression query content'.split(
    ' ',
  ),
);
const REFERENCES = new Set(
  'sortByColumn column fromColumn toColumn relationship defaultHierarchy baseColumn baseTable groupByColumn queryGroup expressionSource dataSource primaryColumn associatedColumn defaultMeasure'.split(
    ' ',
  ),
);
const TEXTS = new Set(
  'name description formatString displayFolder caption sourceColumn dataCategory lineageTag sourceLineageTag culture language value entityName schemaName sourceProviderType memberName memberId identityProvider statusGraphic trendGraphic targetFormatString remarks connectionString account collation'.split(
    ' ',
  ),
);
const JSONS = new Set('content value connectionDetails credential options'.split(' '));

export type PropertyClass = 'expression' | 'reference' | 'text' | 'json' | 'other';

/** How a property's value is written in TMDL. `other`: by its looks (`true`, `12`, a word). */
export function propertyClass(name: string): PropertyClass {
  if (EXPRESSIONS.has(name)) return 'expression';
  if (REFERENCES.has(name)) return 'reference';
  return TEXTS.has(name) ? 'text' : 'other';
}

/** Whether a TMSL object under this key is a value and no child object. */
export function isJsonProperty(key: string): boolean {
  return JSONS.has(key);
}
