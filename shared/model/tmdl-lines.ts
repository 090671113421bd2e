import type { TextLayout } from './model-document.ts';

/** One line of TMDL: its text with the line ending, what it says, and how deep it stands. */
export type TmdlLine = {
  readonly text: string;
  /** Without line ending and the white space around it. */
  readonly said: string;
  /** Without line ending. */
  readonly bare: string;
  readonly level: number;
};

export type TmdlLines = { readonly lines: readonly TmdlLine[]; readonly layout: TextLayout };

/** Cuts a text into lines. A step of depth is a tab, or as many spaces as the first line that begins with spaces has. */
export function tmdlLines(text: string): TmdlLines {
  const raw = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const spaces = raw.find((line) => /^ +[^\s]/.test(line));
  const step = spaces === undefined ? 4 : spaces.length - spaces.trimStart().length;
  const usesTabs = raw.some((line) => line.startsWith('\t')) || spaces === undefined;
  const lines = raw.map((line) => {
    const bare = line.replace(/\r?\n$/, '');
    return { text: line, bare, said: bare.trim().replace(/^\ufeff/, ''), level: levelOf(bare, step) };
  });
  const newline = raw[0]?.endsWith('\r\n') ? '\r\n' : '\n';
  return { lines, layout: { newline, indent: usesTabs ? '\t' : ' '.repeat(step) } };
}

function levelOf(line: string, step: number): number {
  const margin = /^\ufeff?([ \t]*)/.exec(line)?.[1] ?? '';
  const tabs = margin.length - margin.replaceAll('\t', '').length;
  return tabs + Math.floor((margin.length - tabs) / step);
}
