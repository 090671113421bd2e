import { Fault } from '../domain/faults.ts';
import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import type { OpenedModel } from '../model/stored-model.ts';
import { definitionOf } from './opened-models.ts';
import type { Stores } from './ports.ts';

/** The version of a model that readers see, with its definition and where its file lies. */
export type LoadedModel = {
  readonly tenantId: TenantId;
  readonly modelId: ModelId;
  readonly versionId: ModelVersionId;
  /** What visuals can show and how. */
  readonly definition: SemanticModel;
  /** The whole definition; read when it is first asked for, and remembered with its version. */
  readonly stored: () => OpenedModel;
  readonly file: { readonly blobName: string; readonly bytes: number };
  readonly createdAt: string;
};

/** Loads it, or throws `not-found` where the model is gone or has no data yet. */
export async function loadModel(stores: Stores, tenantId: TenantId, modelId: ModelId): Promise<LoadedModel> {
  const version = await stores.versions.current(modelId);
  const definition = version && (await definitionOf(version.id, () => stores.items.definition(modelId)));
  if (version === undefined || definition === undefined) throw new Fault('not-found', { what: 'dataset' });
  const { blobName, bytes, createdAt } = version;
  const { visual, stored } = definition;
  const file = { blobName, bytes };
  return { tenantId, modelId, versionId: version.id, definition: visual, stored, file, createdAt };
}
