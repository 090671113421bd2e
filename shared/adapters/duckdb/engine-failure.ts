import { Fault } from '../../domain/faults.ts';
import { ERROR_MARK } from '../../query/sql/duckdb-parts.ts';

/** What people can do something about, by how the engine's sentence begins. The sentence itself may quote cells. */
const ADVICE: readonly (readonly [string, string])[] = [
  ['Out of Memory Error', 'The question needs more memory than there is: ask for fewer groups, or filter more.'],
  ['Out of Range Error', 'A number in the answer becomes too large to compute.'],
  [
    'Conversion Error',
    'A value cannot be converted to the type that is needed, or a number becomes too large to compute.',
  ],
];

/**
 * A failure of the engine as a fault: what the query itself says, without its mark, or advice in our words. The rest is
 * our bug: its kind is what is logged, and its sentence only the cause.
 */
export function translateFailure(cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : '';
  const own = OWN_MESSAGE.exec(message)?.[1];
  if (own !== undefined) {
    return new Fault('query-failed', { problems: [{ code: 'evaluation-failed', message: own }] }, { cause });
  }
  if (message.includes('Max expression depth')) {
    return new Fault('question-invalid', { what: 'The query is too complex: ask for less at once.' }, { cause });
  }
  const what = ADVICE.find(([beginning]) => message.startsWith(beginning))?.[1];
  if (what !== undefined) return new Fault('question-invalid', { what }, { cause });
  const kind = /^[A-Z][A-Za-z ]{2,40} Error(?=:)/.exec(message)?.[0];
  return kind === undefined ? cause : new Error(`the engine failed: ${kind}`, { cause });
}

/** Our messages are texts that the engine was told to convert. It quotes them as they are. */
const OWN_MESSAGE = new RegExp(
  `^Conversion Error: Could not convert string '${ERROR_MARK}([^]*?)' to [A-Z0-9]+(?:\\([0-9,]*\\))?(?:\\n\\nLINE |$)`,
);
