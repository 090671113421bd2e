import { DATE_FUNCTIONS } from './date-functions.ts';
import { FORMAT_FUNCTIONS } from './format-function.ts';
import { CONVERSION_FUNCTIONS, INFORMATION_FUNCTIONS } from './information-functions.ts';
import { LOGIC_FUNCTIONS } from './logic-functions.ts';
import { MATH_FUNCTIONS } from './math-functions.ts';
import { PATH_FUNCTIONS } from './path-functions.ts';
import type { ScalarFunction } from './scalar-function.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

/** Every function of DAX that computes a value from values alone, by its name in upper case. */
export const SCALAR_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  ...MATH_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...LOGIC_FUNCTIONS,
  ...INFORMATION_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...PATH_FUNCTIONS,
  ...FORMAT_FUNCTIONS,
};
