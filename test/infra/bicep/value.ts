/** What a property is set to: literals as they stand; anything that is worked out at deployment as its text. */
export type Value =
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'expression'; readonly text: string };

/** A JSON document in the same form, so that what is generated is checked by the same rules. */
export function valueOfJson(json: unknown): Value {
  if (Array.isArray(json)) return { kind: 'array', items: json.map(valueOfJson) };
  if (typeof json === 'object' && json !== null) {
    return { kind: 'object', entries: new Map(Object.entries(json).map(([key, inner]) => [key, valueOfJson(inner)])) };
  }
  if (typeof json === 'string' && json.includes(`\${`)) return { kind: 'expression', text: json };
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' || json === null) {
    return { kind: 'literal', value: json };
  }
  throw new Error(`no JSON value: ${typeof json}`);
}

export function member(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (inner, key) => (inner?.kind === 'object' ? inner.entries.get(key) : undefined),
    value,
  );
}

/** Every object within a value, itself included, with where it is. */
export function* objectsIn(
  value: Value,
  where = '',
): Generator<{ where: string; entries: ReadonlyMap<string, Value> }> {
  if (value.kind === 'array') {
    for (const [index, item] of value.items.entries()) yield* objectsIn(item, `${where}/${index}`);
  }
  if (value.kind !== 'object') return;
  yield { where, entries: value.entries };
  for (const [key, inner] of value.entries) yield* objectsIn(inner, `${where}/${key}`);
}
