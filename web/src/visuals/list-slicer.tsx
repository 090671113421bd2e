import { Button, Checkbox, SearchBox } from '@fluentui/react-components';
import { useState } from 'react';
import type { Scalar } from '../../../shared/query/question.ts';
import { type Field, pickFilter, textOf } from '../charts/wells.ts';
import type { SlicerProps } from './slicer-view.tsx';

const FEW = 8;

/** A list with boxes to tick, and a search where the list is long. Periods are buttons. */
export function ListSlicer({ visual, answer, selection, onChange, field }: SlicerProps & { readonly field: Field }) {
  const [search, setSearch] = useState('');
  const values = [...new Set(field.column.values)];
  const picked = selection.flatMap((filter) => (filter.kind === 'in' ? filter.values : []));
  const isPeriod = field.format.grain !== undefined;
  const wanted = search.trim().toLowerCase();
  const shown = values
    .map((value) => ({ value, text: textOf(field, value) }))
    .filter(({ text }) => wanted === '' || text.toLowerCase().includes(wanted));

  const toggle = (value: Scalar) => {
    const next = picked.includes(value) ? picked.filter((one) => one !== value) : [...picked, value];
    const filter = pickFilter(field, null);
    onChange(next.length === 0 || filter?.kind !== 'in' ? [] : [{ ...filter, values: next }]);
  };
  return (
    <div className="az-slicer" data-points={values.length}>
      {values.length > FEW && !isPeriod && (
        <SearchBox
          size="small"
          className="az-slicer-search"
          aria-label={`Search in ${visual.title}`}
          placeholder="Search"
          value={search}
          onChange={(_, data) => setSearch(data.value)}
        />
      )}
      <fieldset className={isPeriod ? 'az-slicer-list az-slicer-periods' : 'az-slicer-list'}>
        <legend className="az-hidden">{visual.title}</legend>
        {shown.map(({ value, text }) =>
          isPeriod ? (
            <Button
              key={`${typeof value} ${String(value)}`}
              size="small"
              appearance={picked.includes(value) ? 'primary' : 'outline'}
              aria-pressed={picked.includes(value)}
              onClick={() => toggle(value)}
            >
              {text}
            </Button>
          ) : (
            <Checkbox
              key={`${typeof value} ${String(value)}`}
              label={text}
              title={text}
              checked={picked.includes(value)}
              onChange={() => toggle(value)}
            />
          ),
        )}
        {shown.length === 0 && <p className="az-quiet">Nothing is called that.</p>}
      </fieldset>
      {answer.isPartial && <p className="az-quiet az-slicer-note">The first {values.length} are listed.</p>}
    </div>
  );
}
