import { SOURCE_FUNCTIONS } from './functions-source.ts';
import { TABLE_FUNCTIONS, withStep } from './functions-table.ts';
import { libraryValue, PRIMITIVE_TYPES } from './m-names.ts';
import type { ExcelSource, MPlan, PlannedColumn } from './m-plan.ts';
import type { MBinding, MExpression, Unreadable } from './m-syntax.ts';
import { countIn, type MValue, notSupported, type Refusal, scalar, textIn } from './m-value.ts';

/** The other queries and parameters of a model, by name. */
export type MScope = ReadonlyMap<string, MExpression | Unreadable>;

export type MReading = { readonly kind: 'plan'; readonly plan: MPlan } | Refusal;

type Find = (name: string, depth: number) => MValue | undefined;
type Context = { readonly find: Find; readonly depth: number };

const FUNCTIONS = { ...SOURCE_FUNCTIONS, ...TABLE_FUNCTIONS };
/** Functions that change or make values; any other function that we do not know is taken for a source. */
const STEP_LIBRARIES =
  /^(#|(Table|List|Record|Text|Number|Date|DateTime|DateTimeZone|Time|Duration|Logical|Binary|Value|Type|Function|Splitter|Combiner|Replacer|Lines|Character|Int64|Currency|Percentage|Expression|Error|Comparer)[.])/;
const DEEPEST = 1000;
const LONGEST_TEXT = 32_768;

/**
 * What an expression comes to: a plan for reading a file, or why there is none. Names are looked up when they are
 * needed, as in M; nothing is read and nothing of the text is executed.
 */
export function planM(expression: MExpression | Unreadable, scope: MScope): MReading {
  const value = evaluate(expression, { find: lookup(scope, () => undefined), depth: 0 });
  if (value.kind === 'table') return { kind: 'plan', plan: value.plan };
  if (value.kind === 'records')
    return { kind: 'plan', plan: { source: { kind: 'json', path: value.path }, steps: [] } };
  if (value.kind === 'refused') return value;
  if (value.kind === 'other') return notSupported(value.what, `${value.what} cannot be carried out yet`);
  return notSupported(value.kind, 'The expression does not come to a table');
}

/** Looks names up among bindings, each evaluated once at most, and beyond them in what is around. */
function lookup(bindings: MScope, around: Find): Find {
  const known = new Map<string, MValue>();
  const find: Find = (name, depth) => {
    const bound = bindings.get(name);
    if (bound === undefined) return around(name, depth);
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, notSupported(name, `"${name}" needs itself`));
    const value = evaluate(bound, { find, depth });
    known.set(name, value);
    return value;
  };
  return find;
}

function evaluate(expression: MExpression | Unreadable, context: Context): MValue {
  if (context.depth > DEEPEST) return notSupported('let', 'Too many steps follow one another');
  const inner = (part: MExpression): MValue => evaluate(part, { ...context, depth: context.depth + 1 });
  switch (expression.kind) {
    case 'unreadable':
      return notSupported('expression', expression.why);
    case 'literal':
      return scalar(expression.value);
    case 'name':
      return valueOfName(expression.name, context);
    case 'list': {
      const items = expression.items.map(inner);
      return refusalIn(items) ?? { kind: 'list', items };
    }
    case 'record': {
      const fields = new Map(expression.fields.map(({ name, value }) => [name, inner(value)]));
      return refusalIn([...fields.values()]) ?? { kind: 'record', fields };
    }
    case 'let': {
      const bindings = new Map(expression.variables.map(({ name, value }) => [name, value]));
      return evaluate(expression.body, { find: lookup(bindings, context.find), depth: context.depth + 1 });
    }
    case 'call':
      return call(expression, inner);
    case 'field':
      return fieldOf(inner(expression.of), expression.name);
    case 'item':
      return itemOf(inner(expression.of), inner(expression.key));
    case 'concatenation':
      return joined(inner(expression.left), inner(expression.right));
    case 'negative': {
      const value = inner(expression.of);
      if (value.kind === 'refused') return value;
      return value.kind === 'scalar' && typeof value.value === 'number' ? scalar(-value.value) : unknown('-');
    }
    case 'type': {
      const type = PRIMITIVE_TYPES[expression.name];
      return type === undefined ? unknown(`type ${expression.name}`) : { kind: 'type', type };
    }
    case 'tableType':
      return tableTypeOf(expression.columns, inner);
    case 'other':
      return unknown(expression.what);
  }
}

const unknown = (what: string): MValue => ({ kind: 'other', what });

function refusalIn(values: readonly MValue[]): Refusal | undefined {
  return values.find((value) => value.kind === 'refused');
}

function valueOfName(name: string, { find, depth }: Context): MValue {
  const value = find(name, depth + 1) ?? libraryValue(name);
  return value ?? notSupported(name, `"${name}" is not known`);
}

function call({ callee, args }: Extract<MExpression, { kind: 'call' }>, inner: (part: MExpression) => MValue): MValue {
  if (callee.kind !== 'name') return unknown('a function of its own');
  const { name } = callee;
  if (name === 'Splitter.SplitByNothing') return { kind: 'option', name: 'Splitter.SplitByNothing()' };
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (run === undefined && !STEP_LIBRARIES.test(name) && name.includes('.'))
    return { kind: 'refused', needs: 'connection', name, why: `${name} reads from outside the package` };
  const values = args.map(inner);
  const refused = refusalIn(values);
  if (refused !== undefined) return refused;
  if (run === undefined) return notSupported(name, `${name} cannot be carried out yet`);
  return run(values) ?? notSupported(name, `${name} cannot be carried out in this form`);
}

function fieldOf(of: MValue, name: string): MValue {
  if (of.kind === 'refused') return of;
  if (of.kind === 'record') return of.fields.get(name) ?? notSupported(name, `There is no field "${name}"`);
  if (of.kind === 'workbookItem' && name === 'Data') return { kind: 'table', plan: of.plan };
  return unknown(`[${name}]`);
}

/** `Workbook{[Item="Sales",Kind="Sheet"]}`, and a sheet by its place. */
function itemOf(of: MValue, key: MValue): MValue {
  const refused = refusalIn([of, key]);
  if (refused !== undefined) return refused;
  if (of.kind === 'list') return of.items[countIn(key) ?? -1] ?? unknown('{}');
  if (of.kind !== 'workbook') return unknown('{}');
  const name =
    key.kind === 'record' ? (textIn(key.fields.get('Item')) ?? textIn(key.fields.get('Name'))) : countIn(key);
  const kind = key.kind === 'record' ? textIn(key.fields.get('Kind')) : undefined;
  const itemKind = (['Sheet', 'Table', 'DefinedName'] as const).find((known) => known === kind);
  if (name === undefined || (kind !== undefined && itemKind === undefined)) return unknown('{}');
  const source: ExcelSource = { kind: 'excel', path: of.path, item: name, itemKind };
  const plan: MPlan = { source, steps: [] };
  const table = of.hasHeaders ? withStep(plan, { kind: 'promoteHeaders' }) : undefined;
  return { kind: 'workbookItem', plan: table?.kind === 'table' ? table.plan : plan };
}

function joined(left: MValue, right: MValue): MValue {
  const refused = refusalIn([left, right]);
  if (refused !== undefined) return refused;
  const [first, second] = [textIn(left), textIn(right)];
  if (first === undefined || second === undefined) return unknown('&');
  const isLong = first.length + second.length > LONGEST_TEXT;
  return isLong ? notSupported('&', 'A text that is put together is too long') : scalar(first + second);
}

function tableTypeOf(columns: readonly MBinding[], inner: (part: MExpression) => MValue): MValue {
  const planned: PlannedColumn[] = [];
  for (const { name, value } of columns) {
    const type = inner(value);
    if (type.kind !== 'type') return type.kind === 'refused' ? type : unknown('a type of a column');
    planned.push({ name, type: type.type });
  }
  return { kind: 'tableType', columns: planned };
}
