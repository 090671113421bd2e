import type { z } from 'zod';
import { DatasetUserAccessRight } from '../../shared/contract/power-bi.ts';
import type { Right } from '../../shared/domain/rights.ts';

type DatasetRight = z.infer<typeof DatasetUserAccessRight>;

/** Power BI's words for rights on a dataset, which calls build Explore. */
const RIGHTS_OF: { readonly [R in DatasetRight]: readonly Right[] } = {
  None: [],
  Read: ['read'],
  ReadWrite: ['read', 'write'],
  ReadReshare: ['read', 'reshare'],
  ReadWriteReshare: ['read', 'reshare', 'write'],
  ReadExplore: ['read', 'build'],
  ReadReshareExplore: ['read', 'build', 'reshare'],
  ReadWriteExplore: ['read', 'build', 'write'],
  ReadWriteReshareExplore: ['read', 'build', 'reshare', 'write'],
};

export function rightsOfWord(word: DatasetRight): readonly Right[] {
  return RIGHTS_OF[word];
}

/** The word for these rights; that somebody is the owner is in none. */
export function datasetRightOf(rights: readonly Right[]): DatasetRight {
  const held: readonly Right[] = rights.filter((right) => right !== 'owner');
  const isWordFor = (word: DatasetRight) =>
    RIGHTS_OF[word].length === held.length && RIGHTS_OF[word].every((right) => held.includes(right));
  return DatasetUserAccessRight.options.find(isWordFor) ?? 'None';
}
