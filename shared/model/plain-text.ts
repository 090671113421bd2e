import type { PropertyValue } from './model-document.ts';
import { quoteName } from './tmdl-text.ts';

/** A value as text, whatever its kind, with `\n` between lines. */
export function plainText(value: PropertyValue): string {
  switch (value.kind) {
    case 'text':
    case 'expression':
    case 'json':
      return value.text.replaceAll(/\r\n?/g, '\n');
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.spelling;
    case 'reference':
      return value.path.map(quoteName).join('.');
  }
}
