import { expect, test } from 'vitest';
import { datasetRightOf, rightsOfWord } from '../../../functions/presentation/dataset-rights.ts';
import { withSpelling } from '../../../functions/presentation/enum-spelling.ts';
import { DatasetUserAccessRight } from '../../../shared/contract/power-bi.ts';

const WORDS = { principalType: ['User', 'Group'] };

test('a word of an enumeration is read without regard to case, in a member that is too', () => {
  expect(withSpelling({ PRINCIPALTYPE: 'gROUP', identifier: 'uSER' }, WORDS)).toEqual({
    PRINCIPALTYPE: 'Group',
    identifier: 'uSER',
  });
});

test.each([['Robot'], [7], [null], [['User']]])('what is no such word stays for the schema to refuse: %j', (value) => {
  expect(withSpelling({ principalType: value }, WORDS)).toEqual({ principalType: value });
});

test.each([[undefined], [null], ['text'], [3]])('a body that is no object stays: %j', (body) => {
  expect(withSpelling(body, WORDS)).toBe(body);
});

test('every word for rights on a dataset means the rights that have that word, and the owner has none', () => {
  for (const word of DatasetUserAccessRight.options) expect(datasetRightOf(rightsOfWord(word))).toBe(word);
  expect(datasetRightOf(['read', 'build', 'reshare', 'write', 'owner'])).toBe('ReadWriteReshareExplore');
});
