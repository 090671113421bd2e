import type { z } from 'zod';

/** What is wrong with a value, in words for the person who sent it. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `${word(issue.expected)} is missing`
        : `This must be ${word(issue.expected).toLowerCase()}`;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return 'This must not be empty';
      return `This must be at least ${issue.minimum}`;
    case 'too_big': {
      const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
      return `This must be at most ${issue.maximum}${unit}`;
    }
    case 'invalid_value':
      return `This must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `There is no member ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'guid' ? 'This must be an id (a GUID)' : 'This does not have the expected form';
    case 'invalid_union':
      return 'This is none of the possible kinds';
    default:
      return issue.message;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'A text',
  number: 'A number',
  int: 'A whole number',
  boolean: 'True or false',
  array: 'A list',
  object: 'An object',
  record: 'An object',
};

function word(type: string): string {
  return WORDS[type] ?? type;
}
