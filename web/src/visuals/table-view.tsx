import type { Answer, Selection } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { type Field, fieldsOf, textOf } from '../charts/wells.ts';

function isNumeric(field: Field): boolean {
  const { dataType } = field.column;
  return dataType === 'Int64' || dataType === 'Double' || dataType === 'Decimal';
}

type Props = { readonly visual: Visual; readonly answer: Answer; readonly label: string };

/** The answer as rows. Every visual can be seen this way; for a table it is the picture itself. */
export function TableView({ visual, answer, label }: Props) {
  const selections: readonly Selection[] = [...visual.wells.category, ...visual.wells.series, ...visual.wells.values];
  const fields = fieldsOf(selections, answer);
  const rows = Array.from({ length: answer.rowCount }, (_, row) => row);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="az-table-scroll" tabIndex={0} aria-label={label} data-points={answer.rowCount}>
      <table className="az-table">
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.selection.as} scope="col" className={isNumeric(field) ? 'az-number' : undefined}>
                {field.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {fields.map((field) => {
                const value = field.column.values[row] ?? null;
                return (
                  <td
                    key={field.selection.as}
                    className={isNumeric(field) ? 'az-number' : undefined}
                    data-value={value === null ? '' : String(value)}
                  >
                    {value === null ? <span className="az-quiet">–</span> : textOf(field, value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {answer.rowCount === 0 && <p className="az-visual-note">No rows for what is picked.</p>}
      {answer.isPartial && (
        <p className="az-table-more">The first {answer.rowCount} rows are shown. Filter the page to see others.</p>
      )}
    </section>
  );
}
