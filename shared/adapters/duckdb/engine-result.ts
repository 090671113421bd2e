import type { Scalar } from '../../query/question.ts';

/** The columns in the engine's JSON, in their order. No rows come as null. */
export function readColumns(json: unknown, columnCount: number): readonly (readonly Scalar[])[] {
  const parsed: unknown = typeof json === 'string' ? JSON.parse(json) : undefined;
  if (typeof parsed !== 'object' || parsed === null) throw new Error('The engine answered no JSON object.');
  const lists = new Map<string, unknown>(Object.entries(parsed));
  return Array.from({ length: columnCount }, (_, index) => {
    const list = lists.get(`c${index}`) ?? [];
    if (!Array.isArray(list)) throw new Error(`The engine answered no list for column ${index}.`);
    return list;
  });
}
