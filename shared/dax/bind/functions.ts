import type { FunctionTable } from './call.ts';
import { AGGREGATE_FUNCTIONS } from './functions-aggregate.ts';
import { CALENDAR_FUNCTIONS } from './functions-calendar.ts';
import { CHOICE_FUNCTIONS } from './functions-choice.ts';
import { CONTEXT_FUNCTIONS } from './functions-context.ts';
import { FILTER_FUNCTIONS } from './functions-filter.ts';
import { GROUP_FUNCTIONS } from './functions-group.ts';
import { INFO_FUNCTIONS } from './functions-info.ts';
import { LITERAL_FUNCTIONS } from './functions-literal.ts';
import { LOOKUP_FUNCTIONS } from './functions-lookup.ts';
import { MEASURE_FUNCTIONS } from './functions-measure.ts';
import { RANK_FUNCTIONS } from './functions-rank.ts';
import { SET_FUNCTIONS } from './functions-set.ts';
import { SUMMARIZE_COLUMNS } from './functions-summarize-columns.ts';
import { TABLE_FUNCTIONS } from './functions-table.ts';
import { TIME_FUNCTIONS } from './functions-time.ts';
import { WINDOW_FUNCTIONS } from './functions-window.ts';

/** The functions that look at tables, at rows or at the filter context; functions of values are in `scalar`. */
export const FUNCTIONS: FunctionTable = {
  ...AGGREGATE_FUNCTIONS,
  ...CALENDAR_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
  ...CONTEXT_FUNCTIONS,
  ...FILTER_FUNCTIONS,
  ...GROUP_FUNCTIONS,
  ...INFO_FUNCTIONS,
  ...LITERAL_FUNCTIONS,
  ...LOOKUP_FUNCTIONS,
  ...MEASURE_FUNCTIONS,
  ...RANK_FUNCTIONS,
  ...SET_FUNCTIONS,
  ...SUMMARIZE_COLUMNS,
  ...TABLE_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...WINDOW_FUNCTIONS,
};
