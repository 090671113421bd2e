/**
 * The part of an M expression that matters for reading a file, as plain data. What has no place here keeps its name as
 * `other`, so that a person can be told what was not understood.
 */
export type MExpression =
  | { readonly kind: 'literal'; readonly value: MScalar }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly MExpression[] }
  | { readonly kind: 'record'; readonly fields: readonly MBinding[] }
  | { readonly kind: 'let'; readonly variables: readonly MBinding[]; readonly body: MExpression }
  | { readonly kind: 'call'; readonly callee: MExpression; readonly args: readonly MExpression[] }
  | { readonly kind: 'field'; readonly of: MExpression; readonly name: string }
  | { readonly kind: 'item'; readonly of: MExpression; readonly key: MExpression }
  | { readonly kind: 'concatenation'; readonly left: MExpression; readonly right: MExpression }
  | { readonly kind: 'negative'; readonly of: MExpression }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'tableType'; readonly columns: readonly MBinding[] }
  | { readonly kind: 'other'; readonly what: string };

export type MScalar = string | number | boolean | null;

export type MBinding = { readonly name: string; readonly value: MExpression };

/** Why a text is no expression that we read. */
export type Unreadable = { readonly kind: 'unreadable'; readonly why: string };
