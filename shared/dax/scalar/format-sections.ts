/** A character of a format string: one that means something, or one that stands for itself. */
export type FormatMark = { readonly char: string; readonly isLiteral: boolean };

/** The marks of a format: a backslash makes the next character literal, and quotes all between them. */
export function readMarks(format: string): readonly FormatMark[] {
  const marks: FormatMark[] = [];
  const characters = [...format];
  let isQuoted = false;
  for (let index = 0; index < characters.length; index++) {
    const char = characters[index] ?? '';
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) marks.push({ char, isLiteral: true });
    else if (char === '\\') {
      index += 1;
      const next = characters[index];
      if (next !== undefined) marks.push({ char: next, isLiteral: true });
    } else marks.push({ char, isLiteral: false });
  }
  return marks;
}

/** The parts between semicolons. */
export function splitSections(marks: readonly FormatMark[]): readonly (readonly FormatMark[])[] {
  const sections: FormatMark[][] = [[]];
  for (const mark of marks) {
    if (mark.char === ';' && !mark.isLiteral) sections.push([]);
    else sections.at(-1)?.push(mark);
  }
  return sections;
}

/** Whether one of the characters stands in the marks with its meaning. */
export function hasMark(marks: readonly FormatMark[], characters: string): boolean {
  return marks.some(({ char, isLiteral }) => !isLiteral && characters.includes(char));
}
