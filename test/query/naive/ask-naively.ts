import { bindQuery } from '../../../shared/dax/bind/bind-query.ts';
import { type HiddenObjects, indexModel } from '../../../shared/dax/bind/model-index.ts';
import type { BoundQuery } from '../../../shared/dax/bound.ts';
import { parseQuery } from '../../../shared/dax/parse-query.ts';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import type { Asker } from './environment.ts';

/** The names that roles hide. */
export function hiddenFrom({ roles: all }: TabularModel, { roles = [] }: Asker): HiddenObjects {
  const permissions = roles.flatMap((place) => all[place]?.tablePermissions ?? []);
  return {
    tables: permissions.flatMap(({ table, metadataPermission }) => (metadataPermission === 'none' ? [table] : [])),
    columns: permissions.flatMap(({ table, hiddenColumns }) => hiddenColumns.map((column) => ({ table, column }))),
  };
}

/** The text of a query bound to a model, or what is wrong with it. */
export function bindText(model: TabularModel, dax: string, asker: Asker): BoundQuery | readonly { message: string }[] {
  const parsed = parseQuery(dax);
  if (parsed.kind === 'problems') return parsed.problems;
  const result = bindQuery(indexModel(model), parsed.tree, dax, { hidden: hiddenFrom(model, asker) });
  return result.kind === 'bound' ? result.tree : result.problems;
}

export function isBound(result: BoundQuery | readonly { message: string }[]): result is BoundQuery {
  return 'evaluates' in result;
}
