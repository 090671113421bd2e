import { expect, test } from 'vitest';
import { oneLine } from '../../../web/src/charts/escape-text.ts';
import { pictureOf } from '../../../web/src/charts/picture.ts';
import { answer, column, group, sum, visual } from './sample-visuals.ts';

test.each([
  ['Line one\nline two', 'Line one line two'],
  ['a\r\n\r\nb', 'a b'],
  ['tab\there', 'tab here'],
  ['\u0000bell\u0007', 'bell'],
  ['next\u2028line\u0085end', 'next line end'],
  ['Zürich 😀', 'Zürich 😀'],
  ['', ''],
])('%j is drawn as the one line %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test('a category with a line break is drawn as one line and picked by its value as it is', () => {
  const shown = visual('columnChart', { category: [group('Note')], values: [sum('Sales')] });
  const data = answer(column('Note', 'String', ['first\nsecond']), column('Sales', 'Double', [1]));
  const [mark] = pictureOf('columnChart', shown, data).marks;
  expect(mark?.label).toBe('first second: 1');
  expect(mark?.filters).toMatchObject([{ values: ['first\nsecond'] }]);
});
