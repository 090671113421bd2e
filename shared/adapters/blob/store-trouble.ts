import { RestError } from '@azure/storage-blob';
import { Fault, isFault } from '../../domain/faults.ts';

/**
 * A refusal or silence of the Blob store, or of the identity that opens it, as the fault `upstream-unavailable`: the
 * caller can try again, nothing is wrong with what was asked. An aborted call keeps its own reason.
 */
export function asStoreTrouble(thrown: unknown): unknown {
  if (isFault(thrown) || !(thrown instanceof Error) || thrown.name === 'AbortError') return thrown;
  const isRefusedIdentity = /^(?:CredentialUnavailable|AuthenticationRequired|Authentication|AggregateAuthentication)/;
  const isTrouble = thrown instanceof RestError || isRefusedIdentity.test(thrown.name);
  return isTrouble ? new Fault('upstream-unavailable', { role: 'file store' }, { cause: thrown }) : thrown;
}

/** The call's answer, its failures translated by `asStoreTrouble`. */
export async function orStoreTrouble<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    throw asStoreTrouble(thrown);
  }
}
