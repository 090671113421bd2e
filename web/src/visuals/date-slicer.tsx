import { Field as FormField, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { Field } from '../charts/wells.ts';
import { pickedSpan, type Span, spanFilter, spanOf } from './date-span.ts';
import type { SlicerProps } from './slicer-view.tsx';

/** From a day to a day. A box counts once it holds a whole date. */
export function DateSlicer({ selection, onChange, field }: SlicerProps & { readonly field: Field }) {
  const [widest] = useState(() => spanOf(field.column.values));
  const picked = pickedSpan(selection);
  const change = (span: Span) => {
    if (field.selection.kind !== 'group') return;
    onChange(spanFilter(field.selection.field, span));
  };
  return (
    <div className="az-slicer az-slicer-dates" data-points={field.column.values.length}>
      <FormField label="From" size="small">
        <Input
          type="date"
          size="small"
          value={picked.from === '' ? widest.from : picked.from}
          min={widest.from}
          max={picked.to === '' ? widest.to : picked.to}
          onChange={(_, data) => change({ ...picked, from: data.value === widest.from ? '' : data.value })}
        />
      </FormField>
      <FormField label="To" size="small">
        <Input
          type="date"
          size="small"
          value={picked.to === '' ? widest.to : picked.to}
          min={picked.from === '' ? widest.from : picked.from}
          max={widest.to}
          onChange={(_, data) => change({ ...picked, to: data.value === widest.to ? '' : data.value })}
        />
      </FormField>
    </div>
  );
}
