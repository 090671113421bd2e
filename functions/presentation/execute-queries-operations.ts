import type { z } from 'zod';
import {
  DatasetExecuteQueriesQuery,
  DatasetExecuteQueriesRequest,
  DatasetExecuteQueriesSettings,
} from '../../shared/contract/power-bi.ts';
import { Fault, hasCode } from '../../shared/domain/faults.ts';
import { executeQuery } from '../../shared/engine/execute-query.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readLenient } from '../read-body.ts';
import { inBoth, type PresentationOperations } from './operations.ts';
import { answerResponse, QUERY_LIMITS } from './query-answer.ts';

/** DAX queries by whoever may build on a dataset, in Power BI's own shapes. */
export const executeQueriesOperations = {
  ...inBoth('dataset-execute-queries', async (deps, { caller, grant, body, signal }) => {
    const { text, includeNulls, impersonatedUserName } = readQuery(body);
    const query = { text, impersonatedUserName, limit: QUERY_LIMITS.limit, mostValues: QUERY_LIMITS.mostValues };
    const answer = await executeQuery(deps, caller, grantOfKind(grant, 'model'), query, signal);
    return answerResponse(answer, includeNulls);
  }),
} satisfies PresentationOperations;

type Query = {
  readonly text: string;
  readonly includeNulls: boolean;
  readonly impersonatedUserName: string | undefined;
};

function readQuery(body: unknown): Query {
  const request = readLenient(DatasetExecuteQueriesRequest, body);
  const [first, ...others] = request.queries;
  if (first === undefined || others.length > 0) {
    const what = `One query a call is answered, and here are ${request.queries.length}. Send each in a call of its own`;
    throw new Fault('request-invalid', { what, where: 'queries' });
  }
  const { query } = within('queries.0', DatasetExecuteQueriesQuery, first);
  const settings = within('serializerSettings', DatasetExecuteQueriesSettings, request.serializerSettings ?? {});
  return {
    text: query,
    includeNulls: settings.includeNulls ?? false,
    impersonatedUserName: request.impersonatedUserName ?? undefined,
  };
}

/** An object inside of the body, read as leniently as the body; the fault's place is that in the body. */
function within<S extends z.ZodObject>(place: string, schema: S, value: unknown): z.output<S> {
  try {
    return readLenient(schema, value);
  } catch (cause) {
    if (!hasCode(cause, 'request-invalid')) throw cause;
    const { what, where } = cause.detail;
    throw new Fault('request-invalid', { what, where: where === 'the body' ? place : `${place}.${where}` }, { cause });
  }
}
