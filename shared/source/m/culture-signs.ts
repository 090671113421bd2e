/** How numbers and dates are written in a culture. */
export type CultureSigns = { readonly decimal: '.' | ','; readonly dateOrder: 'mdy' | 'dmy' | 'ymd' };

/** What M writes itself, whatever the culture. */
export const INVARIANT: CultureSigns = { decimal: '.', dateOrder: 'mdy' };

/** The signs of a culture such as `de-DE`; undefined where there is no such culture. */
export function cultureSigns(culture: string): CultureSigns | undefined {
  if (culture === '') return INVARIANT;
  try {
    const numbers = new Intl.NumberFormat(culture).formatToParts(1.5);
    const dates = new Intl.DateTimeFormat(culture, {
      calendar: 'gregory',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    const order = dates
      .formatToParts(0)
      .map(({ type }) => type.charAt(0))
      .filter((sign) => 'ymd'.includes(sign))
      .join('');
    const isComma = numbers.find(({ type }) => type === 'decimal')?.value === ',';
    const dateOrder = (['mdy', 'ymd'] as const).find((known) => known === order) ?? 'dmy';
    return { decimal: isComma ? ',' : '.', dateOrder };
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}
