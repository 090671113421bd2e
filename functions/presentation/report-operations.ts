import { itemFacts } from '../../shared/catalog/record-activity.ts';
import { CreateReportRequest, PageDataRequest } from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ModelId, parseId } from '../../shared/domain/ids.ts';
import { allows, tenantSettings } from '../../shared/domain/tenant-settings.ts';
import { createReport } from '../../shared/report/create-report.ts';
import { readReport } from '../../shared/report/open-report.ts';
import { pageData } from '../../shared/report/page-data.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { json } from '../reply.ts';
import { resultShapes } from './azimuth-shapes.ts';
import { effectiveRoleIn } from './effective-role-in.ts';
import type { PresentationOperations } from './operations.ts';
import { reportShape } from './power-bi-shapes.ts';
import { recordOpening, recordReadingOf } from './record-view.ts';

/** Reports as our own pages need them: the definition, and the answers to a page's questions. */
export const reportOperations = {
  'azimuth-reports-create': async (deps, { caller, grant, body, act }) => {
    const { name, datasetId, definition } = readStrict(CreateReportRequest, body);
    const modelId = parseId<ModelId>(datasetId);
    if (modelId === undefined) throw new Fault('not-found', { what: 'dataset' });
    const workspace = grantOfKind(grant, 'workspace');
    const wanted = { name, modelId, definition };
    const item = await createReport(deps, caller, workspace, wanted, deps.now().toISOString(), act);
    return json(200, reportShape(item, deps.publicUrl));
  },
  'azimuth-reports-open': async (deps, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const { answer, told } = await readReport(deps, call.caller, grant, async ({ item, report, model }, stores) => {
      const role = await effectiveRoleIn(stores, call.caller, item.workspaceId);
      const workspace = role === undefined ? undefined : await stores.workspaces.find(item.workspaceId);
      const settings = tenantSettings(await stores.settings.all());
      const answer = {
        id: item.id,
        name: item.name,
        workspaceId: item.workspaceId,
        workspaceName: workspace?.name ?? '',
        modelId: model.modelId,
        canEdit: grant.rights.includes('write'),
        canShare: grant.rights.includes('reshare'),
        canExport: allows(settings.export, call.caller),
        dataAsOf: model.createdAt,
        definition: report,
      };
      return { answer, told: await itemFacts(stores, item) };
    });
    await recordOpening(deps, call, grant.id, told);
    return json(200, answer);
  },
  'azimuth-page-data': async (deps, call) => {
    const { interactions, visuals } = readStrict(PageDataRequest, call.body ?? {});
    const report = grantOfKind(call.grant, 'report');
    const page = call.parameters['pageName'] ?? '';
    const outcomes = await pageData(deps, call.caller, report, page, interactions, visuals, call.signal);
    await recordReadingOf(deps, call, report.id);
    return json(200, { visuals: resultShapes(outcomes) });
  },
} satisfies PresentationOperations;
