import type { Told } from '../../shared/catalog/record-activity.ts';
import { ExportVisualRequest } from '../../shared/contract/azimuth.ts';
import { exportVisual } from '../../shared/export/export-visual.ts';
import { attachment } from '../../shared/export/file-name.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import type { PresentationOperations } from './operations.ts';
import { recordView } from './record-view.ts';

/** Data that leaves the service as a file. */
export const exportOperations = {
  'azimuth-visual-export': async (deps, call) => {
    const { caller, parameters, signal } = call;
    const grant = grantOfKind(call.grant, 'report');
    const { interactions } = readStrict(ExportVisualRequest, call.body ?? {});
    const wanted = { page: parameters['pageName'] ?? '', visual: parameters['visualName'] ?? '', interactions };
    const record = (told: Told) => recordView(deps.metadata, call, told);
    const { fileName, csv } = await exportVisual(deps, caller, grant, wanted, record, signal);
    return new Response(csv, {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': attachment(fileName) },
    });
  },
} satisfies PresentationOperations;
