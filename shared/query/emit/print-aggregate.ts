import type { Aggregate } from '../relation.ts';
import { type Printer, printValue } from './print-value.ts';

/** An aggregate as SQL over the rows of a group. */
export function printAggregate({ aggregate, type, value, argument, orderBy }: Aggregate, printer: Printer): string {
  const { dialect } = printer;
  const printed = value === undefined ? undefined : printValue(value, printer);
  const isText = printed?.type === 'String';
  const keys = orderBy.flatMap(({ by, direction }) => {
    const { sql, type: keyType } = printValue(by, printer);
    const operands = keyType === 'String' ? dialect.textOrder(sql) : [sql];
    return operands.map((operand) => dialect.sortKey(operand, direction));
  });
  return dialect.aggregate[aggregate]({
    type,
    value: printed?.sql,
    valueType: printed?.type ?? type,
    folded: printed === undefined || !isText ? printed?.sql : dialect.fold(printed.sql),
    argument: argument === undefined ? undefined : printValue(argument, printer).sql,
    orderBy: keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`,
  });
}
