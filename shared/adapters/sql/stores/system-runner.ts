import type { Kysely } from 'kysely';
import type { Engine, Flavour } from '../engine.ts';
import { kyselyOver, type Mode } from '../kysely-over.ts';
import type { SystemTables } from '../schema/tables.ts';

export type SystemDb = Kysely<SystemTables>;
type Run = <T>(work: (db: SystemDb) => Promise<T>) => Promise<T>;

/** Units of work over the whole database. */
export type SystemRunner = { readonly flavour: Flavour; readonly read: Run; readonly write: Run };

export function systemRunner(engine: Engine): SystemRunner {
  const run =
    (mode: Mode): Run =>
    (work) =>
      engine[mode]({ kind: 'system' }, (session) => work(kyselyOver<SystemTables>(session, engine.flavour, mode, [])));
  return { flavour: engine.flavour, read: run('read'), write: run('write') };
}
