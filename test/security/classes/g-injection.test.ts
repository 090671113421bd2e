import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../../shared/engine/ports.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import { askFile, column, createModelFolder, engine, measure, question, table } from '../../query/model-file.ts';
import { principal } from '../principals.ts';
import type { World } from '../world.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { openWorld } from './open-world.ts';

let world: World;
const folder = await createModelFolder();
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world.close();
  await folder.remove();
});

describe('G01: names and values of any kind', () => {
  /** A model whose table, columns and measures are called by hostile texts, with those texts as values. */
  const texts = HOSTILE_TEXTS;
  const model: SemanticModel = {
    tables: [
      table(
        "T'; DROP TABLE t0; --",
        [column('N', 'Int64'), ...texts.map((text) => column(text, 'String'))],
        [measure('M" (x)', { kind: 'aggregate', aggregation: 'sum', column: 'N' })],
      ),
    ],
  };
  const name = model.tables[0]?.name ?? '';
  let session: Session;
  beforeAll(async () => {
    session = await engine.open(
      await folder.write(model, [texts.map((text, index) => [index, ...texts.map(() => text)])]),
    );
  });
  afterAll(() => session.close());

  test('G01: each column is found by its name, and each value by itself alone', async () => {
    for (const [index, text] of texts.entries()) {
      const field = { table: name, field: text };
      const asked = question({
        select: [
          { kind: 'group', field, as: `g ${text}` },
          { kind: 'measure', field: { table: name, field: 'M" (x)' }, as: text },
        ],
        filters: [{ kind: 'in', field, values: [text] }],
        orderBy: [{ as: text, direction: 'descending' }],
      });
      const { rows, answer } = await askFile(session, model, asked);
      expect(rows).toEqual([[text, index]]);
      expect(answer.columns.map((one) => one.name)).toEqual([`g ${text}`, text]);
    }
  });

  test('G01: a text is contained where it is, and its signs mean nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.nat(8),
        fc.integer({ min: 1, max: 8 }),
        async (text, from, length) => {
          const wanted = text.slice(from, from + length).toWellFormed();
          if (wanted === '') return;
          const first = texts[0] ?? '';
          const asked = question({
            select: [{ kind: 'group', field: { table: name, field: first }, as: 'a' }],
            filters: [{ kind: 'contains', field: { table: name, field: first }, text: wanted }],
          });
          const { rows } = await askFile(session, model, asked);
          const expected = texts.filter((one) => one.toLowerCase().includes(wanted.toLowerCase()));
          expect(rows.map(([value]) => value).toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('G02: what is put in for a name is put in as it is written', async () => {
  const who = principal('Viewer');
  for (const text of [...HOSTILE_TEXTS, '$&', '$`', "$'", '$<x>', '\\1', '{{constructor}}']) {
    const body = { userName: 'ann@contoso.example', rules: [{ replace: 'contoso', with: text }] };
    const answer = await world.send(who, 'POST', '/azimuth/v1/effective-user-name/test', { body });
    expect(JSON.parse(await answer.text())).toMatchObject({ output: `ann@${text}.example` });
  }
  for (const pattern of ['.*', '(a+)+$', '[', '\\w', 'a|b', '^']) {
    const body = { userName: `${'a'.repeat(200)}!`, rules: [{ replace: pattern, with: 'x' }] };
    const answer = await world.send(who, 'POST', '/azimuth/v1/effective-user-name/test', { body });
    expect(JSON.parse(await answer.text())).toMatchObject({ firedRule: null });
  }
});
