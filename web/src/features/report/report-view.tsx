import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { ReportDetail } from '../../../../shared/contract/azimuth.ts';
import type { Visual } from '../../../../shared/report/report.ts';
import { usePageData } from '../../api/get-page-data.ts';
import { EmptyView } from '../../ui/empty-view.tsx';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Canvas } from './canvas.tsx';
import { Chips } from './chips.tsx';
import { interactionsOf } from './interactions.ts';
import { PageTabs } from './page-tabs.tsx';
import type { VisualActions } from './report-visual.tsx';
import { pickMark, type Selection, withFilters } from './selection.ts';
import { useDownload } from './use-download.ts';
import { useSelection } from './use-selection.ts';
import './report.css';

const DataDialog = lazy(() => import('./data-dialog.tsx'));

type Props = {
  readonly report: ReportDetail;
  readonly pageName: string | undefined;
  /** Opens the pin dialog for a visual with what is picked on the page. */
  readonly onPin: (pin: { readonly visual: Visual; readonly pageName: string; readonly selection: Selection }) => void;
};

/** A report: its pages, what is picked, the visuals. */
export function ReportView({ report, pageName, onPin }: Props) {
  const [selection, setSelection] = useSelection();
  const [shown, setShown] = useState<Visual>();
  const { pages } = report.definition;
  const page = pages.find((one) => one.name === pageName) ?? pages[0];
  const interactions = useMemo(() => interactionsOf(selection), [selection]);
  const query = usePageData(report.id, page?.name ?? '', interactions);
  const data = query.data;
  const { download, exporting } = useDownload(report);
  // Dashboards belong to a workspace: whoever sees the report by a share alone has none beside it.
  const isMember = report.workspaceName !== '';
  const { canExport } = report;

  const latest = useRef(selection);
  latest.current = selection;
  const slicers = useMemo(
    () => new Set(page?.visuals.filter((visual) => visual.type === 'slicer').map((visual) => visual.name)),
    [page],
  );
  const change = useCallback(
    (next: Selection) => {
      if (next.length === 0 && latest.current.length === 0) return;
      latest.current = next;
      setSelection(next);
    },
    [setSelection],
  );
  const actions: VisualActions = useMemo(
    () => ({
      pick: (visual, filters, isAdditive) =>
        change(pickMark(latest.current, { source: visual.name, filters, isAdditive, slicers })),
      set: (visual, filters) => change(withFilters(latest.current, visual.name, filters)),
      pin: isMember ? (visual) => onPin({ visual, pageName: page?.name ?? '', selection: latest.current }) : undefined,
      showData: setShown,
      exportData: canExport ? (visual) => download(visual, page?.name ?? '', latest.current) : undefined,
    }),
    [change, slicers, onPin, page, isMember, canExport, download],
  );

  if (page === undefined) return <EmptyView title="This report has no pages" />;
  const result = shown === undefined ? undefined : data?.visuals[shown.name];
  return (
    <div className="az-report" data-fetching={query.isFetching}>
      <div className="az-report-bar">
        {pages.length > 1 && <PageTabs reportId={report.id} pages={pages} current={page.name} />}
        <Chips selection={selection} visuals={page.visuals} onChange={change} />
      </div>
      <div className={query.isFetching && !query.isPending ? 'az-thin-bar az-thin-bar-on' : 'az-thin-bar'} />
      <InlineProblem thrown={exporting.error} />
      {query.isError && <ProblemView thrown={query.error} onRetry={() => void query.refetch()} />}
      {(data !== undefined || !query.isError) && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape clears from wherever one is inside
        <div
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.defaultPrevented) change([]);
          }}
        >
          <Canvas page={page} data={data} selection={selection} actions={actions} />
        </div>
      )}
      {shown !== undefined && result?.kind === 'data' && (
        <Suspense fallback={null}>
          <DataDialog visual={shown} answer={result.answer} onClose={() => setShown(undefined)} />
        </Suspense>
      )}
    </div>
  );
}
