import type { Act, Metadata } from '../../catalog/ports.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Engine, Session } from './engine.ts';
import { kyselyOver, type Mode } from './kysely-over.ts';
import type { TenantTables } from './schema/tables.ts';
import { makeStores } from './stores/make-stores.ts';
import type { Scope } from './stores/scope.ts';
import { systemStore } from './stores/system-store.ts';
import { tenantScope } from './tenant-scope.ts';
import { writeUnit } from './write-unit.ts';

/** The metadata store over an engine. Stores are good for their unit of work and refuse to be used after it. */
export function metadataOver(engine: Engine, now: () => Date): Metadata {
  const scopeOf = (session: Session, tenantId: TenantId, mode: Mode, act?: Act): Scope => ({
    db: kyselyOver<TenantTables>(session, engine.flavour, mode, [tenantScope(tenantId)]),
    flavour: engine.flavour,
    now,
    act,
    journal: { hasRecorded: false, hasChangedRights: false },
  });
  return {
    read: (tenantId, work) =>
      engine.read({ kind: 'tenant', tenantId }, (session) =>
        whileOpen(session, (open) => work(makeStores(scopeOf(open, tenantId, 'read')))),
      ),
    write: (tenantId, act, work) =>
      engine.write({ kind: 'tenant', tenantId }, (session) =>
        whileOpen(session, (open) => writeUnit(scopeOf(open, tenantId, 'write', act), work)),
      ),
    system: systemStore(engine),
    close: () => engine.close(),
  };
}

async function whileOpen<T>(session: Session, work: (open: Session) => Promise<T>): Promise<T> {
  let isOpen = true;
  let running: Promise<unknown> = Promise.resolve();
  try {
    return await work({
      execute: async (sql, parameters) => {
        if (!isOpen) throw new Error('These stores belong to a unit of work that has ended.');
        const outcome = session.execute(sql, parameters);
        running = outcome;
        return outcome;
      },
    });
  } finally {
    isOpen = false;
    // Of several statements one may have failed the work: the connection must be idle before its transaction ends.
    await Promise.allSettled([running]);
  }
}
