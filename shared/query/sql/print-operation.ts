import type { DaxType } from '../../dax/bound.ts';
import { factsOf, type OperationName } from '../../dax/operations.ts';
import type { SqlArg, SqlDialect } from './sql-dialect.ts';

/** The operation as SQL, with what is known of its value from what is known of its arguments. */
export function printOperation(
  dialect: SqlDialect,
  operation: OperationName,
  args: readonly SqlArg[],
  type: DaxType,
): SqlArg {
  return { sql: dialect.operation[operation](args, type), type, ...inherited(operation, args) };
}

/** The same for a place where a blank is as good as false. */
export function printCondition(dialect: SqlDialect, operation: OperationName, args: readonly SqlArg[]): SqlArg {
  const print = dialect.condition[operation] ?? dialect.operation[operation];
  return { sql: print(args, 'Boolean'), type: 'Boolean', ...inherited(operation, args) };
}

function inherited(operation: OperationName, args: readonly SqlArg[]): Omit<SqlArg, 'sql' | 'type'> {
  const facts = factsOf(operation);
  return {
    isNeverBlank: facts.isNeverBlank === true || isFilled(operation, args),
    canFail: facts.canFail === true || unguarded(operation, args).some((arg) => arg.canFail === true),
    isVolatile: facts.isVolatile === true || args.some((arg) => arg.isVolatile === true),
  };
}

/** The arguments whose failure is that of the operation. */
function unguarded(operation: OperationName, args: readonly SqlArg[]): readonly SqlArg[] {
  if (operation === 'isError') return [];
  return operation === 'ifError' ? args.slice(1) : args;
}

/** Whether the value is certainly there because those of the arguments are. */
function isFilled(operation: OperationName, args: readonly SqlArg[]): boolean {
  const filled = args.map((arg) => arg.isNeverBlank === true);
  switch (factsOf(operation).blank) {
    case 'all':
      return filled.some(Boolean);
    case 'branches':
      return args.length === 3 && filled.slice(1).every(Boolean);
    default:
      return false;
  }
}
