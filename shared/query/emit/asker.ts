import type { DataType } from '../../model/semantic-model.ts';
import type { Parameter } from './print-value.ts';

/** Who asks and when: what a plan leaves open until it is asked. */
export type Asker = {
  /** What USERNAME and USERPRINCIPALNAME say. */
  readonly name: string;
  readonly objectId: string;
  readonly customData: string | undefined;
  readonly culture: string;
  /** ISO 8601 without a zone, in UTC. */
  readonly now: string;
};

/** A value for the engine; without a value it is blank. */
export type BoundValue = { readonly type: DataType; readonly value: string | number | boolean | null };

/** The parameters' values for one asker. */
export function valuesFor(parameters: readonly Parameter[], asker: Asker): readonly BoundValue[] {
  return parameters.map((parameter) => valueFor(parameter, asker));
}

function valueFor(parameter: Parameter, asker: Asker): BoundValue {
  if (parameter.kind === 'constant') return { type: parameter.type, value: parameter.value };
  if (parameter.kind === 'caller') return { type: 'String', value: asker[parameter.what] ?? null };
  return { type: 'DateTime', value: parameter.what === 'today' ? `${asker.now.slice(0, 10)}T00:00:00` : asker.now };
}
