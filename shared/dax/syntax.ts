/**
 * What the parser makes of DAX text: a tree of plain data that knows no model. Every node says where it stands, in
 * offsets of UTF-16 units, `end` exclusive; parentheses around an expression belong to its span and leave no other trace.
 */
export type Span = { readonly start: number; readonly end: number };

export type Expression =
  | { readonly kind: 'number'; readonly span: Span; readonly value: NumberLiteral }
  | { readonly kind: 'text'; readonly span: Span; readonly value: string }
  /** `dt"2024-02-29"` or `dt"2024-02-29T12:00:00"`; the text as written. */
  | { readonly kind: 'dateTime'; readonly span: Span; readonly value: string }
  /** `Table`, `'A table'`, or the name of a variable: the binder tells them apart. */
  | { readonly kind: 'name'; readonly span: Span; readonly name: string; readonly isQuoted: boolean }
  /** `Table[Column]`, `'A table'[Column]` or `[Name]`: a column or a measure. */
  | {
      readonly kind: 'member';
      readonly span: Span;
      readonly table: Identifier | undefined;
      readonly member: Identifier;
      /** `Table[Column].[Month]`: the column of a variation. */
      readonly variation?: Identifier;
    }
  | {
      readonly kind: 'call';
      readonly span: Span;
      /** In upper case, dots included: `PERCENTILE.INC`. TRUE and FALSE are calls without parentheses as well. */
      readonly name: string;
      readonly nameSpan: Span;
      /** `undefined` where nothing stands between two commas. */
      readonly args: readonly (Expression | undefined)[];
    }
  | { readonly kind: 'unary'; readonly span: Span; readonly operator: '+' | '-' | 'NOT'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly span: Span;
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `(a, b)`, on the left of IN and in table constructors. */
  | { readonly kind: 'tuple'; readonly span: Span; readonly items: readonly Expression[] }
  /** `{1, 2}` or `{(1, "a"), (2, "b")}`. */
  | { readonly kind: 'tableConstructor'; readonly span: Span; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: 'var'; readonly span: Span; readonly variables: readonly Variable[]; readonly result: Expression }
  /** `@name`: a query parameter. */
  | { readonly kind: 'parameter'; readonly span: Span; readonly name: string };

export type Identifier = { readonly name: string; readonly span: Span };

/** As written, without rounding: what has neither point nor exponent is an integer. */
export type NumberLiteral = { readonly text: string; readonly isInteger: boolean };

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '&'
  | '='
  | '=='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | 'IN';

export type Variable = { readonly name: Identifier; readonly value: Expression };

/** A DAX query: `DEFINE … EVALUATE … ORDER BY … START AT …`, one or more times EVALUATE. */
export type Query = { readonly definitions: readonly Definition[]; readonly evaluates: readonly Evaluate[] };

export type Definition =
  | {
      readonly kind: 'measure';
      readonly span: Span;
      readonly table: Identifier;
      readonly name: Identifier;
      readonly value: Expression;
    }
  | { readonly kind: 'var'; readonly span: Span; readonly name: Identifier; readonly value: Expression }
  | { readonly kind: 'table'; readonly span: Span; readonly name: Identifier; readonly value: Expression }
  | {
      readonly kind: 'column';
      readonly span: Span;
      readonly table: Identifier;
      readonly name: Identifier;
      readonly value: Expression;
    };

export type Evaluate = {
  readonly span: Span;
  readonly table: Expression;
  readonly orderBy: readonly OrderBy[];
  /** One value per leading ORDER BY expression. */
  readonly startAt: readonly Expression[];
};

export type OrderBy = { readonly by: Expression; readonly direction: 'ascending' | 'descending' };
