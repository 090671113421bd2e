import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { inferModel } from '../../shared/model/infer-model.ts';
import type { Selection } from '../../shared/query/question.ts';
import { askFile, engine, question } from '../query/model-file.ts';
import { publicFile, temporaryFiles } from '../source/temporary-files.ts';

const files = temporaryFiles();
afterAll(files.remove);

test('what the importer writes is what the engine asks', async () => {
  const path = publicFile('seattle-weather.csv');
  const imported = await files.read(path);
  const session = await engine.open(imported.databasePath);
  try {
    const expected = new Map<string, { rain: number; days: number; hottest: number }>();
    for (const line of readFileSync(path, 'utf8').trimEnd().split(/\r?\n/).slice(1)) {
      const [date = '', rain = '', hottest = '', , , weather = ''] = line.split(',');
      const key = `${date.slice(0, 4)}-01-01T00:00:00 ${weather}`;
      const group = expected.get(key) ?? { rain: 0, days: 0, hottest: Number.NEGATIVE_INFINITY };
      expected.set(key, {
        rain: group.rain + Number(rain),
        days: group.days + 1,
        hottest: Math.max(group.hottest, Number(hottest)),
      });
    }
    const of = (field: string) => ({ table: 'seattle-weather', field });
    const select: Selection[] = [
      { kind: 'group', field: of('date'), grain: 'year', as: 'year' },
      { kind: 'group', field: of('weather'), as: 'weather' },
      { kind: 'aggregate', field: of('precipitation'), aggregation: 'sum', as: 'rain' },
      { kind: 'rows', table: 'seattle-weather', as: 'days' },
      { kind: 'aggregate', field: of('temp_max'), aggregation: 'max', as: 'hottest' },
    ];
    const { rows, emitted } = await askFile(session, inferModel(imported), question({ select }));
    expect(rows.length, emitted.sql).toBe(expected.size);
    expect(rows.map(([year, weather]) => `${year} ${weather}`)).toEqual([...expected.keys()].sort());
    for (const [year, weather, rain, days, hottest] of rows) {
      const group = expected.get(`${year} ${weather}`);
      expect([days, hottest]).toEqual([group?.days, group?.hottest]);
      expect(rain).toBeCloseTo(group?.rain ?? Number.NaN, 6);
    }
  } finally {
    await session.close();
    await imported.remove();
  }
});
