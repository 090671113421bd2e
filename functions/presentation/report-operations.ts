import { itemFacts } from '../../shared/catalog/record-activity.ts';
import { CreateReportRequest, PageDataRequest } from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ModelId, parseId } from '../../shared/domain/ids.ts';
import { allows, tenantSettings } from '../../shared/domain/tenant-settings.ts';
import { createReport } from '../../shared/report/create-report.ts';
import { openReport } from '../../shared/report/open-report.ts';
import { pageData } from '../../shared/report/page-data.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { json } from '../reply.ts';
import { resultShapes } from './azimuth-shapes.ts';
import { effectiveRoleIn } from './effective-role-in.ts';
import type { PresentationOperations } from './operations.ts';
import { reportShape } from './power-bi-shapes.ts';
import { recordView } from './record-view.ts';

/** Reports as our own pages need them: the definition, and the answers to a page's questions. */
export const reportOperations = {
  'azimuth-reports-create': async ({ metadata, now, publicUrl }, { caller, grant, body, act }) => {
    const { name, datasetId, definition } = readStrict(CreateReportRequest, body);
    const modelId = parseId<ModelId>(datasetId);
    if (modelId === undefined) throw new Fault('not-found', { what: 'dataset' });
    const workspace = grantOfKind(grant, 'workspace');
    const wanted = { name, modelId, definition };
    const item = await createReport(metadata, caller, workspace, wanted, now().toISOString(), act);
    return json(200, reportShape(item, publicUrl));
  },
  'azimuth-reports-open': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const { answer, told } = await metadata.read(grant.tenantId, async (stores) => {
      const { item, report, model } = await openReport(stores, call.caller, grant);
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
    await recordView(metadata, call, told);
    return json(200, answer);
  },
  'azimuth-page-data': async (deps, { caller, grant, parameters, body, signal }) => {
    const { interactions, visuals } = readStrict(PageDataRequest, body ?? {});
    const report = grantOfKind(grant, 'report');
    const page = parameters['pageName'] ?? '';
    return json(200, {
      visuals: resultShapes(await pageData(deps, caller, report, page, interactions, visuals, signal)),
    });
  },
} satisfies PresentationOperations;
