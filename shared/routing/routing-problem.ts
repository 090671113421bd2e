/** One mistake in a routing document: a JSON pointer to it, and what is wrong there. */
export type RoutingProblem = {
  readonly document: 'config' | 'overlay';
  readonly where: string;
  readonly what: string;
};

/** A path of keys as a JSON pointer (RFC 6901). */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The mistakes as lines to print, one each. */
export function printProblems(problems: readonly RoutingProblem[]): string {
  return problems.map(({ document, where, what }) => `${document} ${where || '/'}: ${what}`).join('\n');
}
