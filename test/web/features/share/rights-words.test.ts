import { expect, test } from 'vitest';
import { RIGHTS } from '../../../../shared/domain/rights.ts';
import { deeds, rightsWords } from '../../../../web/src/features/share/rights-words.ts';

test.each([
  ['report', ['read'], 'Can see it'],
  ['report', ['reshare', 'read'], 'Can see it and share it on'],
  ['report', ['read', 'build', 'reshare'], 'Can see it, build on its data and share it on'],
  ['dashboard', ['read', 'write', 'owner'], 'Owner: can see it and change it'],
  ['model', ['read', 'build'], 'Can see its data and build on it'],
  ['report', [], 'No rights'],
] as const)('of a %s, %j reads “%s”', (kind, rights, words) => {
  expect(rightsWords(rights, kind)).toBe(words);
});

test('every right but owning it is a deed with words of its own', () => {
  const words = RIGHTS.filter((right) => right !== 'owner').map((right) => deeds([right], 'report'));
  expect(new Set(words).size).toBe(RIGHTS.length - 1);
  expect(words).not.toContain('');
  expect(deeds(['owner'], 'report')).toBe('');
});
