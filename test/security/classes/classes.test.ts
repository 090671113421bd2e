import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** How many classes each group has. The classes are the weaknesses that others had: one test each, or one row. */
const GROUPS = { A: 27, B: 25, C: 25, D: 17, E: 8, F: 17, G: 7, H: 14 } as const;
const CLASSES = Object.entries(GROUPS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}${String(index + 1).padStart(2, '0')}`),
);

const FOLDER = 'test/security/classes';
const SECTION = '## Weaknesses of others whose feature is not here yet';

/** The ids at the beginning of a test's title; a test that is skipped or only planned does not count. */
function tested(): readonly string[] {
  const files = readdirSync(FOLDER).filter((name) => /\.test\.tsx?$/.test(name));
  const texts = files.map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));
  // A table of cases stands between `test.each` and its title.
  const titles = texts.flatMap((text) => [...text.matchAll(/(?:\btest\(|\)\()\s*['"`]([A-H]\d\d): /g)]);
  return [...new Set(titles.map(([, id = '']) => id))].toSorted();
}

function rows(): readonly string[] {
  const [, section = ''] = readFileSync('docs/parity.md', 'utf8').split(`${SECTION}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| ([A-H]\d\d) \| [^|]+ \| [^|]+ \|$/gm)].map(([, id = '']) => id);
}

test('H07: each class has a test of its own or a row that says what will bring it, and none has both', () => {
  const [there, notYet] = [tested(), rows()];
  expect(notYet).toEqual([...new Set(notYet)].toSorted());
  expect(there.filter((id) => notYet.includes(id))).toEqual([]);
  expect([...there, ...notYet].toSorted()).toEqual(CLASSES);
});

test('H07: no test of a class is left out when the tests run', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.test\.tsx?$/.test(name) && name !== 'classes.test.ts');
  expect(files.length).toBeGreaterThan(15);
  for (const name of files) {
    expect(readFileSync(`${FOLDER}/${name}`, 'utf8')).not.toMatch(
      /\b(?:test|describe)\.(?:skip|todo|only|skipIf|runIf)\b/,
    );
  }
});
