import type { Stores } from '../../catalog/ports.ts';
import { Fault } from '../../domain/faults.ts';
import { makeStores } from './stores/make-stores.ts';
import type { Scope } from './stores/scope.ts';
import { moveEpoch } from './stores/security.ts';
import { useUp } from './stores/used-contexts.ts';
import { watchRights } from './stores/watch-rights.ts';

/**
 * The work with the rules that every change of a tenant keeps, inside its transaction: nothing while read-only, each
 * context once, an activity that the act names is recorded, and changed rights move the epoch. What throws here undoes
 * the work.
 */
export async function writeUnit<T>(scope: Scope, work: (stores: Stores) => Promise<T>): Promise<T> {
  const { act, journal } = scope;
  const stores = makeStores(scope);
  if ((await stores.security.state()).isReadOnly) throw new Fault('read-only', {});
  if (act?.once !== undefined) await useUp(scope, act.once);
  const result = await work(
    watchRights(stores, () => {
      journal.hasChangedRights = true;
    }),
  );
  if (act?.activity !== undefined && !journal.hasRecorded) {
    throw new Error(`The act is a ${act.activity}, and its work recorded nothing in the activity log.`);
  }
  if (journal.hasChangedRights) await moveEpoch(scope);
  return result;
}
