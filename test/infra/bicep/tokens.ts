export type Token = {
  readonly kind: 'word' | 'number' | 'string' | 'sign' | 'newline';
  readonly text: string;
  readonly line: number;
};

const SPACE = /[ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['newline', /\n/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /\d+/y],
  ['sign', /\.\.\.|=>|==|!=|<=|>=|&&|\|\||\?\?|[{}[\]()=:,.?!<>+\-*/%|@]/y],
];

/** Splits Bicep into tokens; a string keeps its quotes and its interpolations. Throws at a sign that is none of Bicep's. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const space = matchAt(SPACE, text, at);
    const token = space === undefined ? tokenAt(text, at, line) : undefined;
    if (token !== undefined) found.push(token);
    const taken = token?.text ?? space ?? '';
    line += taken.split('\n').length - 1;
    at += taken.length;
  }
  return found;
}

function tokenAt(text: string, at: number, line: number): Token {
  if (text[at] === "'") return { kind: 'string', text: text.slice(at, endOfString(text, at)), line };
  for (const [kind, pattern] of KINDS) {
    const taken = matchAt(pattern, text, at);
    if (taken !== undefined) return { kind, text: taken, line };
  }
  throw new Error(`line ${line}: "${text[at]}" is no sign of Bicep`);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where a string that begins here ends; what is interpolated in it may hold strings of its own. */
function endOfString(text: string, start: number): number {
  if (text.startsWith("'''", start)) return text.indexOf("'''", start + 3) + 3;
  let at = start + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === "'") return at + 1;
    if (text[at] === '\\') at += 2;
    else at = text.startsWith(`\${`, at) ? endOfInterpolation(text, at + 2) : at + 1;
  }
  throw new Error(`a string that begins with ${text.slice(start, start + 30)} does not end`);
}

function endOfInterpolation(text: string, start: number): number {
  let at = start;
  for (let depth = 1; at < text.length && depth > 0; ) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    at = text[at] === "'" ? endOfString(text, at) : at + 1;
  }
  return at;
}
