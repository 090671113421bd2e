import type { BindProblem } from '../dax/bind/bind-problem.ts';
import type { DaxProblem } from '../dax/dax-problem.ts';
import { Fault, hasCode, type QueryProblem } from '../domain/faults.ts';
import type { EmittedAnswer } from '../query/emit/emit-query.ts';
import type { ModelSecurity } from '../query/model-security.ts';
import { ERROR_MARK } from '../query/sql/duckdb-parts.ts';

/** The fault for a query that cannot be understood. */
export function problemsFailed(problems: readonly (DaxProblem | BindProblem)[]): Fault<'query-failed'> {
  return new Fault('query-failed', {
    problems: problems.map((problem): QueryProblem => {
      const { code, message, line, column } = problem;
      const object = 'object' in problem ? problem.object : undefined;
      return { code, message, line, column, ...(object === undefined ? {} : { object }) };
    }),
  });
}

/** The fault for a query that is understood, and fails while it is computed. */
export function evaluationFailed(message: string, cause?: unknown): Fault<'query-failed'> {
  return new Fault('query-failed', { problems: [{ code: 'evaluation-failed', message }] }, { cause });
}

/**
 * What is told of a failure. A message that a query computes may hold the cells of any row that the engine looked at, in
 * whichever order it looks: who may not see all rows is told it only where it is a text of the query itself.
 */
export function refusalOf(cause: unknown, { rows }: ModelSecurity, statement: EmittedAnswer): unknown {
  if (rows === undefined || !hasCode(cause, 'query-failed')) return cause;
  const isKnown = cause.detail.problems.every(({ message }) => isTextOf(statement, message));
  return isKnown ? cause : evaluationFailed('The query ended with an error of its own (ERROR).', cause);
}

function isTextOf({ sql, parameters }: EmittedAnswer, message: string): boolean {
  const isFixed = sql.includes(`'${ERROR_MARK}${message.replaceAll("'", "''")}'`);
  return isFixed || parameters.some((one) => one.kind === 'constant' && one.value === message);
}
