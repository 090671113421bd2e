import type { BoundTable } from '../bound.ts';
import type { Call } from './call.ts';
import { report } from './environment.ts';
import { fold } from './model-index.ts';
import { placeOfName } from './row-context.ts';

/** The position of the column of a table that an argument names, or a problem. */
export function columnPlace(call: Call, index: number, table: BoundTable): number | undefined {
  const arg = call.args[index];
  const place = arg?.kind === 'member' ? placeOfMember(table, arg) : undefined;
  if (place !== undefined) return place;
  const message = `${call.name} wants a column of its table as argument ${index + 1}.`;
  report(call.env, arg?.kind === 'member' ? 'column-unknown' : 'argument-invalid', arg?.span ?? call.span, message);
  return undefined;
}

/** By table's name and column's name, or by the column's name alone where that is all there is. */
export function placeOfMember(
  table: BoundTable,
  {
    table: qualifier,
    member,
  }: { readonly table: { readonly name: string } | undefined; readonly member: { readonly name: string } },
): number | undefined {
  const exact = placeOfName(table.columns, member.name, qualifier?.name);
  if (exact !== undefined || qualifier !== undefined) return exact;
  const bare = table.columns.findIndex(({ name }) => fold(name) === fold(member.name));
  return bare === -1 ? undefined : bare;
}
