/**
 * A regular expression for the whole numbers above a limit. Front Door's own `GreaterThan` compares the length of a text,
 * so a length of a body is told by its digits.
 */
export function greaterThan(limit: number): string {
  const digits = String(limit);
  const longer = `[1-9]\\d{${digits.length},}`;
  const sameLength = [...digits].flatMap((digit, index) => {
    if (digit === '9') return [];
    const rest = digits.length - index - 1;
    return [`${digits.slice(0, index)}[${Number(digit) + 1}-9]${rest === 0 ? '' : `\\d{${rest}}`}`];
  });
  return `^0*(?:${[longer, ...sameLength].join('|')})$`;
}
