import type { RuleCondition } from './condition-schema.ts';

export type Transform = RuleCondition['transforms'][number];

/** Changes what the request holds, in the order given, before it is compared. The values of the condition stay. */
export function applyTransforms(value: string, transforms: readonly Transform[]): string {
  return transforms.reduce(applyOne, value);
}

function applyOne(value: string, transform: Transform): string {
  switch (transform) {
    case 'Lowercase':
      return value.toLowerCase();
    case 'Uppercase':
      return value.toUpperCase();
    case 'Trim':
      return value.trim();
    case 'UrlDecode':
      return decode(value);
    case 'UrlEncode':
      return encodeURIComponent(value.toWellFormed());
    case 'RemoveNulls':
      return value.replaceAll('\0', '');
  }
}

/** Escapes that are not UTF-8 stay as they are: half of a value must not hide the other half from a rule. */
function decode(value: string): string {
  return value.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
