import { useCallback } from 'react';
import type { ReportDetail } from '../../../../shared/contract/azimuth.ts';
import type { Visual } from '../../../../shared/report/report.ts';
import { useExportVisual } from '../../api/export-visual.ts';
import { csvFileName } from './file-name.ts';
import { interactionsOf } from './interactions.ts';
import type { Selection } from './selection.ts';

/** Hands a file to the browser as a download. */
function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file only after the click's turn has ended.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Downloads the rows behind a visual as CSV, with what is picked on the page. */
export function useDownload(report: Pick<ReportDetail, 'id' | 'name'>) {
  const exporting = useExportVisual();
  const { mutate } = exporting;
  const download = useCallback(
    (visual: Visual, pageName: string, selection: Selection) =>
      mutate(
        { reportId: report.id, pageName, visualName: visual.name, interactions: interactionsOf(selection) },
        { onSuccess: (file) => save(file, csvFileName(report.name, visual.title)) },
      ),
    [mutate, report.id, report.name],
  );
  return { download, exporting };
}
