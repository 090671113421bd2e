/** What one check came to. `unknown` is not `right`: it could not be looked at from here. */
export type Finding = {
  readonly kind: 'right' | 'wrong' | 'unknown';
  readonly what: string;
  readonly detail?: string;
};

export const right = (what: string): Finding => ({ kind: 'right', what });
export const wrong = (what: string, detail: string): Finding => ({ kind: 'wrong', what, detail });
export const unknown = (what: string, detail: string): Finding => ({ kind: 'unknown', what, detail });

const WORDS: { readonly [K in Finding['kind']]: string } = { right: 'ok   ', wrong: 'WRONG', unknown: '?    ' };

/** One line a finding, and a last one that counts them. */
export function printFindings(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ kind, what, detail }) => `${WORDS[kind]} ${what}${detail === undefined ? '' : `: ${detail}`}`,
  );
  const count = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length;
  return [...lines, `${count('right')} right, ${count('wrong')} wrong, ${count('unknown')} unknown`].join('\n');
}
