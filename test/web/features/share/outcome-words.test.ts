import { describe, expect, test } from 'vitest';
import type { Person } from '../../../../shared/contract/azimuth.ts';
import { outcomeWords, sharedWords } from '../../../../web/src/features/share/outcome-words.ts';
import type { Subject } from '../../../../web/src/features/share/reasons.ts';

const you: Subject = { kind: 'you' };
const other: Subject = { kind: 'other', name: 'Ines Moreau' };
const person = (displayName: string): Person => ({ objectId: displayName, displayName, signInName: '', kind: 'user' });

describe('the answer before the reasons', () => {
  test.each([
    ['open', other, 'Can open it and sees data'],
    ['noData', other, 'Opens it but sees no data'],
    ['closed', other, 'Cannot open it'],
    ['open', you, 'You can open it and see data'],
    ['noData', you, 'You can open it but see no data'],
    ['closed', you, 'You cannot open it'],
  ] as const)('of a report is, for %s and %j, “%s”', (outcome, who, words) => {
    expect(outcomeWords({ isEnabled: true, outcome }, who, 'report')).toBe(words);
  });

  test('is that a disabled account opens nothing, whatever rights are on record', () => {
    const words = outcomeWords({ isEnabled: false, outcome: 'open' }, other, 'report');
    expect(words).toBe('Cannot open it: the account is disabled');
  });

  test('speaks of data alone where there is nothing to open', () => {
    expect(outcomeWords({ isEnabled: true, outcome: 'open' }, other, 'model')).toBe('Sees its data');
  });
});

describe('after sharing', () => {
  const people = [person('Ines'), person('Contoso Viewers')];

  test('everybody who was shared with is named', () => {
    expect(sharedWords({ people, invited: [], model: 'shared' }, 'report', true)).toEqual({
      done: 'Shared with Ines and Contoso Viewers.',
    });
  });

  test('H-04: it is said plainly that they see no data where the dataset is not the sharer’s to share', () => {
    const { warning } = sharedWords({ people, invited: [], model: 'notYours' }, 'report', true);
    expect(warning).toContain('They will see no data');
    expect(warning).toContain('Ask an owner of the dataset');
  });

  test('H-01: a report that was shared without its dataset says who will see nothing', () => {
    const { warning } = sharedWords({ people, invited: [], model: 'none' }, 'report', false);
    expect(warning).toContain('those who hold nothing on it will see no data');
  });

  test('a dashboard has no dataset of its own to warn of', () => {
    expect(sharedWords({ people, invited: [], model: 'none' }, 'dashboard', false)).not.toHaveProperty('warning');
  });

  test.each([
    [['ana@other.example'], 'ana@other.example was invited as a guest.'],
    [['Ana', 'Bo'], 'Ana and Bo were invited as guests.'],
  ])('invited guests are named: %j', (names, words) => {
    expect(sharedWords({ people, invited: names.map(person), model: 'shared' }, 'report', true).invited).toBe(words);
  });
});
