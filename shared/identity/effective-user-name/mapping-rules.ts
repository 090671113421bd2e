import { Fault } from '../../domain/faults.ts';

/**
 * One manual rule of a data source: text in the sign-in name and what takes its place. `*` alone stands for every
 * name; anywhere else it is an asterisk.
 */
export type MappingRule = { readonly replace: string; readonly with: string };

/** `firedRule` is the place in the list of the rule that fired, counted from 0; undefined where none did. */
export type Mapped = { readonly output: string; readonly firedRule: number | undefined };

const MOST_RULES = 1000;
const LONGEST_TEXT = 1024;
const EVERYONE = '*';

/**
 * The name after the rules (G-23). The first rule whose text occurs in the name fires, replaces each occurrence, and
 * ends the matter; without one the name is unchanged. Texts are compared without case by Unicode's simple folding, one
 * code point with one (`ß` is `ẞ` but not `ss`, `İ` is not `i`), and without normalising. What is put in is
 * plain text: `$&` and `*` mean nothing there. A rule with nothing to replace never fires.
 */
export function applyRules(rules: readonly MappingRule[], name: string): Mapped {
  for (const [index, rule] of rules.entries()) {
    if (rule.replace === EVERYONE) return { output: rule.with, firedRule: index };
    if (rule.replace === '') continue;
    const occurrence = new RegExp(literally(rule.replace), 'giu');
    if (!occurrence.test(name)) continue;
    // A function, since a text would have its `$` interpreted.
    return { output: name.replace(occurrence, () => rule.with), firedRule: index };
  }
  return { output: name, firedRule: undefined };
}

/** The text as a pattern for itself, as far as patterns with the flag `u` allow a backslash. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * Throws `request-invalid`, naming the rule, where a list could not be kept: too many rules, too long texts, a rule
 * without a text to replace, or one that would leave everybody without a name.
 */
export function checkRules(rules: readonly MappingRule[]): void {
  if (rules.length > MOST_RULES) {
    throw new Fault('request-invalid', { what: `A data source can have ${MOST_RULES} mapping rules at most.` });
  }
  for (const [index, rule] of rules.entries()) {
    const what = troubleWith(rule);
    if (what !== undefined) throw new Fault('request-invalid', { what, where: `rules[${index}]` });
  }
}

function troubleWith(rule: MappingRule): string | undefined {
  if (rule.replace === '') return 'The text to replace is empty. Give a part of the sign-in name, or * for everyone.';
  if (rule.replace === EVERYONE && rule.with.trim() === '') {
    return 'The rule for everyone has no name. Give the name that everyone is to have.';
  }
  if (rule.replace.length > LONGEST_TEXT || rule.with.length > LONGEST_TEXT) {
    return `A text is longer than ${LONGEST_TEXT} characters. Shorten it.`;
  }
  return undefined;
}
