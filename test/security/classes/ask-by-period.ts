import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import { DATE_GRAINS } from '../../../shared/query/question.ts';
import { formatValue } from '../../../web/src/format/format-value.ts';
import { askFile, column, engine, question, table } from '../../query/model-file.ts';

/** A process that asks a model's file by every period and prints the answers as people see them. */
const model: SemanticModel = { tables: [table('T', [column('At', 'DateTime'), column('N', 'Int64')])] };
const field = { table: 'T', field: 'At' };
const session = await engine.open(process.argv[2] ?? '');
for (const grain of DATE_GRAINS) {
  const { rows } = await askFile(
    session,
    model,
    question({
      select: [
        { kind: 'group', field, grain, as: 'at' },
        { kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field: 'N' }, as: 'n' },
      ],
      filters: [{ kind: 'between', field, from: '2024-03-10T02:30:00', before: '2025-01-01' }],
    }),
  );
  const shown = rows.map(([at]) =>
    formatValue(at ?? null, { dataType: 'DateTime', formatString: '', grain, isLabel: true }),
  );
  process.stdout.write(`${grain} ${JSON.stringify(rows)} ${shown.join('; ')}\n`);
}
await session.close();
