import type { Answer, Scalar } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { type Field, fieldsOf, numberOf, textOf } from '../charts/wells.ts';
import { formatCompact } from '../format/format-number.ts';

function shortText(field: Field, value: Scalar): string {
  const number = numberOf(value);
  const isNumber = number !== undefined && field.column.dataType !== 'DateTime' && field.column.dataType !== 'String';
  return isNumber ? formatCompact(number, field.column.formatString) : textOf(field, value);
}

/** One number, large; its full length is in the tooltip, its exact value in `data-value`. */
export function CardView({ visual, answer }: { readonly visual: Visual; readonly answer: Answer }) {
  const fields = fieldsOf([...visual.wells.values, ...visual.wells.category], answer);
  const hasNames = fields.length > 1;
  return (
    <dl className="az-card-numbers" data-points={fields.length}>
      {fields.map((field) => {
        const value = field.column.values[0] ?? null;
        const short = value === null ? '—' : shortText(field, value);
        return (
          <div key={field.selection.as}>
            <dt className={hasNames ? 'az-quiet' : 'az-hidden'}>{field.label}</dt>
            <dd
              className="az-card-number"
              data-length={short.length > 14 ? 'long' : short.length > 9 ? 'medium' : 'short'}
              data-value={value === null ? '' : String(value)}
              title={value === null ? 'No value' : textOf(field, value)}
            >
              {short}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
