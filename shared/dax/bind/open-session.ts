import type { ConstantValue, DaxType } from '../bound.ts';
import { BINDER } from './binder.ts';
import type { Definitions, Session } from './environment.ts';
import { type HiddenObjects, type ModelIndex, NOTHING_HIDDEN } from './model-index.ts';

/** What binding depends on besides the text and the model. */
export type BindOptions = {
  /** Names that do not exist for the caller. */
  readonly hidden?: HiddenObjects;
  /** Values of `@name`; keys in lower case. */
  readonly parameters?: ReadonlyMap<string, ConstantValue>;
  /** The caller has write permission on the model, which INFO.VIEW functions need. */
  readonly mayReadDefinition?: boolean;
};

const NO_DEFINITIONS: Definitions = {
  measures: new Map(),
  columns: [],
  constants: new Map(),
  source: { text: '', object: undefined },
};

export function openSession(
  index: ModelIndex,
  { hidden = NOTHING_HIDDEN, parameters = new Map(), mayReadDefinition = false }: BindOptions,
  definitions: Definitions = NO_DEFINITIONS,
  measureType: (type: DaxType) => DaxType = (type) => type,
): Session {
  return {
    index,
    hidden,
    parameters,
    definitions,
    measureType,
    binder: BINDER,
    problems: [],
    secrets: new Set(),
    measures: [],
    measureSlots: new Map(),
    namedGroups: new Set(),
    tableColumns: new Map(),
    mayReadDefinition,
    counters: { scope: 0, variable: 0, expressions: 0 },
  };
}
