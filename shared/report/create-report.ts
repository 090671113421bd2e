import { authoriseItem, authoriseWorkspace } from '../access/authorise.ts';
import { grantReadOfModel } from '../access/grant-read.ts';
import { lendersOf, requireLenders } from '../access/lenders.ts';
import { freeName } from '../catalog/item-name.ts';
import { loadModel } from '../catalog/load-model.ts';
import type { Act, Item, Metadata } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { type ModelId, newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { compileQuestion } from '../query/compile-question.ts';
import type { OpenDeps } from './open-report.ts';
import type { Report } from './report.ts';
import { visualQuestion } from './visual-question.ts';

export type NewReport = { readonly name: string; readonly modelId: ModelId; readonly definition: Report };

/**
 * Saves a report over a model that the caller may build on. Every visual's question must fit the model. What the caller
 * may do in the workspace and with the model is checked in the transaction.
 */
export async function createReport(
  deps: Pick<OpenDeps, 'isEnabled'> & { readonly metadata: Metadata },
  caller: Caller,
  grant: WorkspaceGrant,
  wanted: NewReport,
  at: string,
  act: Act,
): Promise<Item> {
  await requireModelLender(deps, caller, wanted.modelId);
  return deps.metadata.write(grant.tenantId, act, async (stores) => {
    await authoriseWorkspace(stores, caller, 'Contributor', grant.workspaceId);
    const read = await grantReadOfModel(stores, caller, wanted.modelId, 'build');
    const { definition } = await loadModel(stores, grant.tenantId, read.modelId);
    refuseTwins(wanted.definition);
    for (const page of wanted.definition.pages) {
      for (const visual of page.visuals) compileQuestion(definition, visualQuestion(visual), read);
    }
    const siblings = await stores.items.inWorkspace(grant.workspaceId, 'report');
    const item: Item = {
      id: newId(),
      kind: 'report',
      workspaceId: grant.workspaceId,
      name: freeName(wanted.name, siblings),
      createdBy: caller.objectId,
      createdAt: at,
      modifiedAt: at,
      modelId: read.modelId,
    };
    await stores.items.create(item, JSON.stringify(wanted.definition));
    await recordActivity(stores, act, await itemFacts(stores, item));
    return item;
  });
}

/** H-10: nothing is built on the model of somebody's *My workspace* while their account is disabled. */
async function requireModelLender({ metadata, isEnabled }: OpenDeps, caller: Caller, modelId: ModelId): Promise<void> {
  const lenders = await metadata.read(caller.tenantId, async (stores) => {
    const { workspaceId } = await authoriseItem(stores, caller, 'model', modelId, 'build');
    return [...(await lendersOf(stores, caller, [workspaceId])).values()];
  });
  await requireLenders(isEnabled, caller.tenantId, lenders, 'dataset');
}

function refuseTwins(report: Report): void {
  refuseTwin(
    report.pages.map((page) => page.name),
    'page',
  );
  for (const page of report.pages)
    refuseTwin(
      page.visuals.map((visual) => visual.name),
      'visual',
    );
}

function refuseTwin(names: readonly string[], what: string): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new Fault('request-invalid', { what: `Two ${what}s are named "${twin}".` });
}
