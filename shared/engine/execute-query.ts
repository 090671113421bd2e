import { principalsOf } from '../access/effective-rights.ts';
import { type LoadedModel, loadModel } from '../catalog/load-model.ts';
import type { Metadata, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ModelGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import type { Directory } from '../identity/ports.ts';
import { type ActingAs, askDax, type DaxAnswer, type DaxQuestion } from './ask-dax.ts';
import { impersonate } from './impersonate.ts';
import type { QueryEngine } from './query-engine.ts';

export type ExecuteDeps = {
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly engine: QueryEngine;
};

export type QueryToExecute = DaxQuestion & {
  /** Somebody as whom it is asked; only who may write to the model asks as others. */
  readonly impersonatedUserName: string | undefined;
};

/**
 * A DAX query of somebody who may build on the model. Roles bind everybody who may not write to it (F-02). Throws
 * `not-allowed-here` where the tenant has switched such queries off, `person-required` for an application where the model
 * has roles, `query-failed` for what is wrong with the query.
 */
export async function executeQuery(
  deps: ExecuteDeps,
  caller: Caller,
  grant: ModelGrant,
  query: QueryToExecute,
  signal: AbortSignal,
): Promise<DaxAnswer> {
  const isUnbound = grant.rights.includes('write');
  const { model, roles } = await deps.metadata.read(caller.tenantId, async (stores) => {
    await demandSetting(stores, caller);
    const loaded = await loadModel(stores, grant.tenantId, grant.id);
    const own = isUnbound ? [] : await stores.roleMembers.rolesOf(grant.id, principalsOf(caller));
    return { model: loaded, roles: own };
  });
  const hasRoles = model.stored().tabular.roles.length > 0;
  if (hasRoles && caller.kind === 'service') {
    throw new Fault('person-required', { what: 'query a dataset that has roles' });
  }
  const own: ActingAs = {
    roles: isUnbound ? 'unbound' : roles,
    name: caller.effectiveUserName,
    objectId: caller.objectId,
  };
  // A model without roles shows everybody the same, so there the name is ignored.
  const name = hasRoles ? query.impersonatedUserName?.trim() : undefined;
  const actingAs = name === undefined || name === '' ? own : await actAs(deps, caller, grant, model, name);
  return askDax(deps.engine, grant, model, actingAs, query, signal);
}

async function demandSetting({ settings }: Stores, caller: Caller): Promise<void> {
  const setting = tenantSettings(await settings.all()).executeQueries;
  if (!allows(setting, caller)) throw new Fault('not-allowed-here', { setting: TENANT_SETTINGS.executeQueries.title });
}

function actAs(
  deps: ExecuteDeps,
  caller: Caller,
  grant: ModelGrant,
  { modelId }: LoadedModel,
  name: string,
): Promise<ActingAs> {
  if (!grant.rights.includes('write')) {
    throw new Fault('not-permitted', { what: 'query as somebody else without the right to write' });
  }
  return impersonate(deps, caller, modelId, name);
}
