import { returnResponse } from './api-management-errors.ts';
import { quoted } from './csharp.ts';
import { STRIPPED_HEADERS } from './front-door-rules.ts';
import { element, type Xml } from './xml.ts';

/**
 * A policy deletes one name at a time: of a name whose end is open, the known ones go. A call that then still has such a
 * header, as it would by `_` in the place of `-`, is refused.
 */
export function stripPolicies(patterns: readonly string[]): readonly Xml[] {
  if (patterns.length === 0) return [];
  const names = new Set(patterns.flatMap(namesOf));
  const left = patterns.map((pattern) => `k.Replace("_", "-")${nameTest(pattern)}`).join(' || ');
  return [
    ...[...names].map((name) => element('set-header', { name, 'exists-action': 'delete' })),
    element('choose', {}, [
      element('when', { condition: `@(context.Request.Headers.Keys.Any(k => ${left}))` }, [
        returnResponse(400, 'BadRequest'),
      ]),
    ]),
  ];
}

function namesOf(pattern: string): readonly string[] {
  if (!pattern.endsWith('*')) return [pattern];
  const start = pattern.slice(0, -1).toLowerCase();
  return STRIPPED_HEADERS.filter((name) => name.toLowerCase().startsWith(start));
}

function nameTest(pattern: string): string {
  return pattern.endsWith('*')
    ? `.StartsWith(${quoted(pattern.slice(0, -1))}, StringComparison.OrdinalIgnoreCase)`
    : `.Equals(${quoted(pattern)}, StringComparison.OrdinalIgnoreCase)`;
}
