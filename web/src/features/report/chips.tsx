import { Button } from '@fluentui/react-components';
import { Dismiss12Regular } from '@fluentui/react-icons';
import type { Visual } from '../../../../shared/report/report.ts';
import { filterText } from './filter-text.ts';
import { dropFilter, type Selection } from './selection.ts';
import '../../ui/chip.css';

type Props = {
  readonly selection: Selection;
  readonly visuals: readonly Visual[];
  readonly onChange: (next: Selection) => void;
};

/** What the page is filtered by just now; each filter can be let go. */
export function Chips({ selection, visuals, onChange }: Props) {
  const titles = new Map(visuals.map((visual) => [visual.name, visual.title]));
  const chips = selection.flatMap(({ source, filters }) => filters.map((filter) => ({ source, filter })));
  if (chips.length === 0) return <p className="az-chips-hint">Click a mark or tick a filter to narrow the page</p>;
  return (
    <section className="az-chips" aria-label="Filters of this page">
      <span className="az-quiet">Filtered by</span>
      {chips.map(({ source, filter }) => {
        const text = filterText(filter);
        return (
          <button
            key={`${source}/${text}`}
            type="button"
            className="az-chip"
            title={`Picked in ${titles.get(source) ?? source}`}
            onClick={() => onChange(dropFilter(selection, source, filter))}
          >
            <span>{text}</span>
            <Dismiss12Regular aria-hidden="true" />
            <span className="az-hidden">, remove this filter</span>
          </button>
        );
      })}
      <Button size="small" appearance="transparent" onClick={() => onChange([])}>
        Clear all
      </Button>
    </section>
  );
}
