import { GRANTABLE_RIGHTS, type GrantableRight } from '../../../domain/rights.ts';

/** Rights as a column keeps them: `read,build`, in the order of the rights; empty for none. */
export function textOfRights(rights: readonly GrantableRight[]): string {
  return GRANTABLE_RIGHTS.filter((right) => rights.includes(right)).join(',');
}

export function rightsOf(text: string): readonly GrantableRight[] {
  const words = text.split(',');
  return GRANTABLE_RIGHTS.filter((right) => words.includes(right));
}
