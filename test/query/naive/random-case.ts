import fc from 'fast-check';
import type { Asker } from './environment.ts';
import { type RandomModel, randomModel } from './random-model.ts';
import { randomQuery } from './random-query.ts';

/** A model with its rows, somebody who asks, and a query. */
export type RandomCase = RandomModel & { readonly asker: Asker; readonly dax: string };

export function randomCase(): fc.Arbitrary<RandomCase> {
  return randomModel().chain(({ model, data }) =>
    fc
      .record({ dax: randomQuery(model), roles: rolesOf(model) })
      .map(({ dax, roles }) => ({ model, data, dax, asker: askerWith(roles) })),
  );
}

/** Half of those who ask are bound by no role, and few of the others are in none. */
function rolesOf({ roles }: RandomModel['model']): fc.Arbitrary<readonly number[] | undefined> {
  const minLength = Math.min(1, roles.length);
  const bound = roles.length === 0 ? fc.constant([]) : fc.subarray([...roles.keys()], { minLength });
  return fc.oneof(
    { weight: 10, arbitrary: fc.constant(undefined) },
    { weight: roles.length === 0 ? 1 : 10, arbitrary: bound },
    { weight: 1, arbitrary: fc.constant([]) },
  );
}

function askerWith(roles: readonly number[] | undefined): Asker {
  return { name: 'ann@contoso.example', objectId: '1', customData: undefined, culture: 'en-US', now: 45_000.5, roles };
}

/** A case as one can read it in a failure. */
export function describeCase({ model, data, asker, dax }: RandomCase): string {
  const tables = model.tables.map(({ name, columns }, place) => {
    const rows = (data[place] ?? []).map((row) => `  ${JSON.stringify(row)}`);
    return [`${name} (${columns.map((column) => column.name).join(', ')})`, ...rows].join('\n');
  });
  const both = model.relationships
    .filter(({ crossFilter }) => crossFilter === 'bothDirections')
    .map(({ name }) => name);
  const roles = asker.roles?.map((place) => `{${model.roles[place]?.name ?? ''}}`).join(' ') ?? 'bound by no role';
  return [...tables, `both directions: ${both.join(', ')}`, `roles: ${roles}`, dax].join('\n');
}
