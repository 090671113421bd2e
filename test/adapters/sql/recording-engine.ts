import type { Actor, Engine, Flavour, Outcome, Session } from '../../../shared/adapters/sql/engine.ts';
import { metadataOver } from '../../../shared/adapters/sql/metadata-over.ts';
import type { Metadata } from '../../../shared/catalog/ports.ts';

export type Statement = { readonly actor: Actor; readonly sql: string; readonly parameters: readonly unknown[] };

/**
 * A store whose engine notes every statement. `answer` says what each gives; by default nothing is found and nothing
 * changed, so that "change, else add" shows both of its statements.
 */
export function recordingMetadata(
  flavour: Flavour,
  answer: (sql: string) => Outcome = () => ({ rows: [], affected: 0 }),
): { readonly metadata: Metadata; readonly statements: Statement[] } {
  const statements: Statement[] = [];
  const run = <T>(actor: Actor, work: (session: Session) => Promise<T>) =>
    work({
      execute: async (sql, parameters) => {
        statements.push({ actor, sql, parameters });
        return answer(sql);
      },
    });
  const engine: Engine = { flavour, read: run, write: run, close: async () => undefined };
  return { metadata: metadataOver(engine, () => new Date('2026-03-01T08:00:00.000Z')), statements };
}
