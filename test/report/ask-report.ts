import { createDuckdbEngine } from '../../shared/adapters/duckdb/engine-duckdb.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { compileQuestion } from '../../shared/query/compile-question.ts';
import { duckdbDialect } from '../../shared/query/duckdb-dialect.ts';
import { emit } from '../../shared/query/emit.ts';
import type { Answer } from '../../shared/query/question.ts';
import { shapeAnswer } from '../../shared/query/shape-answer.ts';
import type { Report } from '../../shared/report/report.ts';
import { visualQuestion } from '../../shared/report/visual-question.ts';
import { readGrant } from '../query/model-file.ts';

/** Asks every visual of a report on a model's data file; answers by `page/visual`. */
export async function askReport(
  databasePath: string,
  model: SemanticModel,
  report: Report,
): Promise<ReadonlyMap<string, Answer>> {
  const engine = createDuckdbEngine({ memoryBytes: 512 * 1024 ** 2, threads: 2 });
  const session = await engine.open(databasePath);
  const answers = new Map<string, Answer>();
  try {
    for (const page of report.pages) {
      for (const visual of page.visuals) {
        const compiled = compileQuestion(model, visualQuestion(visual), readGrant());
        const columns = await session.run(
          emit(compiled, duckdbDialect),
          { timeoutMs: 20_000 },
          new AbortController().signal,
        );
        answers.set(`${page.name}/${visual.name}`, shapeAnswer(compiled.plan, columns));
      }
    }
  } finally {
    await session.close();
  }
  return answers;
}
