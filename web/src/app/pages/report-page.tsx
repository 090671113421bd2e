import { useCallback, useState } from 'react';
import { useParams } from 'react-router';
import type { Visual } from '../../../../shared/report/report.ts';
import { useReport } from '../../api/get-report.ts';
import { PinDialog } from '../../features/report/pin-dialog.tsx';
import { ReportView } from '../../features/report/report-view.tsx';
import type { Selection } from '../../features/report/selection.ts';
import { ItemActions } from '../../features/share/item-actions.tsx';
import { formatAge } from '../../format/format-moment.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useCrumbs } from '../frame/crumbs.tsx';
import { ReportBones } from './report-bones.tsx';

type Pin = { readonly visual: Visual; readonly pageName: string; readonly selection: Selection };

/** A report, by its address; the page's name may follow. */
export default function ReportPage() {
  const { reportId = '', pageName } = useParams();
  const report = useReport(reportId);
  const now = useNow();
  const [pin, setPin] = useState<Pin>();
  const onPin = useCallback((wanted: Pin) => setPin(wanted), []);
  const detail = report.data;
  const workspace =
    detail === undefined || detail.workspaceName === ''
      ? detail === undefined
        ? []
        : [{ name: 'Shared with me', to: '/shared' }]
      : [{ name: detail.workspaceName, to: `/workspaces/${detail.workspaceId}` }];
  useCrumbs([...workspace, { name: detail?.name ?? 'Report' }]);
  return (
    <div className="az-page az-page-wide">
      <QueryView query={report} skeleton={<ReportBones />} title="The report could not be opened">
        {(data) => (
          <>
            <div className="az-page-head">
              <h1>{data.name}</h1>
              <p className="az-quiet" title={data.dataAsOf}>
                Data from {formatAge(data.dataAsOf, now)}
              </p>
              <ItemActions item={{ kind: 'report', id: data.id, name: data.name }} canShare={data.canShare} />
            </div>
            <ReportView key={data.id} report={data} pageName={pageName} onPin={onPin} />
            {pin !== undefined && <PinDialog report={data} {...pin} onClose={() => setPin(undefined)} />}
          </>
        )}
      </QueryView>
    </div>
  );
}
