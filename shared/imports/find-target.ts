import type { ConflictRule, Item, ModelVersion, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import { type ModelId, parseId, type WorkspaceId } from '../domain/ids.ts';

/** The dataset that gets a new definition; without one a dataset is made. */
export type Target = { readonly item: Item; readonly modelId: ModelId; readonly version: ModelVersion | undefined };

/**
 * What an import of this name is to do where the rule for names that are there already is this one. Throws `name-taken`
 * where the rule is to refuse it, and `request-invalid` where it is not clear what is to be replaced.
 */
export async function findTarget(
  stores: Stores,
  workspaceId: WorkspaceId,
  name: string,
  rule: ConflictRule,
): Promise<Target | undefined> {
  if (rule === 'rename') return undefined;
  const models = await stores.items.inWorkspace(workspaceId, 'model');
  const [item, ...others] = models.filter((model) => fold(model.name) === fold(name));
  if (rule === 'abort') {
    if (item !== undefined) throw new Fault('name-taken', { what: 'dataset', name });
    return undefined;
  }
  if (others.length > 0) {
    throw new Fault('request-invalid', {
      what: `The workspace has several datasets named "${name}". Rename the file, or delete all but one of them`,
    });
  }
  const modelId = parseId<ModelId>(item?.id);
  if (item === undefined || modelId === undefined) {
    if (rule === 'replace') return undefined;
    throw new Fault('request-invalid', {
      what: `The workspace has no dataset named "${name}" to overwrite. Use nameConflict=CreateOrOverwrite to make it`,
    });
  }
  return { item, modelId, version: await stores.versions.current(modelId) };
}

/** Throws `import-failed` where what is to be replaced is not what it was when the import began. */
export function demandSameTarget(name: string, before: Target | undefined, now: Target | undefined): void {
  if (before?.modelId === now?.modelId && before?.version?.id === now?.version?.id) return;
  throw new Fault('import-failed', {
    what: `The dataset "${name}" was changed or deleted by somebody else while this import ran`,
    advice: 'Publish it again.',
  });
}

function fold(name: string): string {
  return name.toLocaleLowerCase('und');
}
