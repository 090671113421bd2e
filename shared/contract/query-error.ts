import type { QueryProblem } from '../domain/faults.ts';

/** The one code of Power BI for a query that fails, whatever is wrong with it. */
export const QUERY_ERROR_CODE = 'DatasetExecuteQueriesError';

/** What Analysis Services numbers every failure of a query with that has no number of its own. */
const ANALYSIS_SERVICES_CODE = '3239575574';

type Detail = { readonly code: string; readonly detail: { readonly type: 1; readonly value: string } };

/** `pbi.error` of a refused query. */
export type QueryErrorDetails = {
  readonly code: string;
  readonly parameters: Record<never, never>;
  readonly details: readonly Detail[];
  readonly exceptionCulprit: 1;
};

/**
 * The problems of a query as clients of Power BI look for them: each begins with a `DetailsMessage`, which is followed
 * by what else is known of that problem. All values are text.
 */
export function queryErrorDetails(problems: readonly QueryProblem[]): QueryErrorDetails {
  return {
    code: QUERY_ERROR_CODE,
    parameters: {},
    details: [...problems.flatMap(detailsOf), detail('AnalysisServicesErrorCode', ANALYSIS_SERVICES_CODE)],
    exceptionCulprit: 1,
  };
}

/** One sentence that holds by itself, for whoever reads `message` alone. */
export function queryErrorSentence(problems: readonly QueryProblem[]): string {
  const [first] = problems;
  if (first === undefined) return 'Failed to execute the DAX query.';
  const { line, column, object, message } = first;
  const place = line === undefined || column === undefined ? '' : ` (line ${line}, column ${column})`;
  const where = `${object === undefined ? '' : ` in ${object}`}${place}`;
  const others = problems.length === 1 ? '' : ` ${problems.length - 1} more: see pbi.error.details.`;
  return `Failed to execute the DAX query${where}: ${message}${others}`;
}

function detailsOf({ code, message, line, column, object }: QueryProblem): readonly Detail[] {
  return [
    detail('DetailsMessage', message),
    detail('ErrorCode', code),
    ...(line === undefined ? [] : [detail('Line', String(line))]),
    ...(column === undefined ? [] : [detail('Column', String(column))]),
    ...(object === undefined ? [] : [detail('Object', object)]),
  ];
}

function detail(code: string, value: string): Detail {
  return { code, detail: { type: 1, value } };
}
