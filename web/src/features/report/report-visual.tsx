import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import {
  ArrowDownload20Regular,
  DismissCircle20Regular,
  MoreHorizontal20Regular,
  Pin20Regular,
  Table20Regular,
} from '@fluentui/react-icons';
import { memo, useMemo } from 'react';
import type { VisualResult } from '../../../../shared/contract/azimuth.ts';
import type { Filter } from '../../../../shared/query/question.ts';
import type { Visual } from '../../../../shared/report/report.ts';
import { type Picking, VisualBody } from '../../visuals/visual-body.tsx';
import { VisualCard } from '../../visuals/visual-card.tsx';

export type VisualActions = {
  readonly pick: (visual: Visual, filters: readonly Filter[], isAdditive: boolean) => void;
  readonly set: (visual: Visual, filters: readonly Filter[]) => void;
  /** Not given where there is no dashboard of one's own to pin to. */
  readonly pin: ((visual: Visual) => void) | undefined;
  readonly showData: (visual: Visual) => void;
  /** Not given where the organisation lets no data out. */
  readonly exportData: ((visual: Visual) => void) | undefined;
};

type Props = {
  readonly visual: Visual;
  readonly result: VisualResult | undefined;
  readonly selection: readonly Filter[];
  readonly actions: VisualActions;
};

function VisualMenu({ visual, actions }: Pick<Props, 'visual' | 'actions'>) {
  const { pin, exportData } = actions;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className="az-visual-menu"
          size="small"
          appearance="subtle"
          icon={<MoreHorizontal20Regular />}
          aria-label={`More about ${visual.title}`}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {pin !== undefined && (
            <MenuItem icon={<Pin20Regular />} onClick={() => pin(visual)}>
              Pin to a dashboard
            </MenuItem>
          )}
          <MenuItem icon={<Table20Regular />} onClick={() => actions.showData(visual)}>
            Show the data as a table
          </MenuItem>
          {exportData !== undefined && (
            <MenuItem icon={<ArrowDownload20Regular />} onClick={() => exportData(visual)}>
              Export data
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** One visual of a report. It draws again only when its own answer or selection changes. */
export const ReportVisual = memo(function ReportVisual({ visual, result, selection, actions }: Props) {
  const picking: Picking = useMemo(
    () => ({
      pick: (filters, isAdditive) => actions.pick(visual, filters, isAdditive),
      set: (filters) => actions.set(visual, filters),
      clear: () => actions.set(visual, []),
    }),
    [visual, actions],
  );
  const isSlicer = visual.type === 'slicer';
  const clear = selection.length > 0 && isSlicer && (
    <Button
      size="small"
      appearance="subtle"
      icon={<DismissCircle20Regular />}
      aria-label={`Clear ${visual.title}`}
      title="Clear"
      onClick={picking.clear}
    />
  );
  return (
    <VisualCard
      visual={visual}
      title={visual.title}
      subtitle={visual.subtitle}
      menu={isSlicer ? clear : <VisualMenu visual={visual} actions={actions} />}
    >
      <VisualBody visual={visual} result={result} selection={selection} picking={picking} />
    </VisualCard>
  );
});
