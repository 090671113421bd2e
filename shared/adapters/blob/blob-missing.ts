import { RestError } from '@azure/storage-blob';

/** Whether a store's refusal says that the blob, or its container, is not there. */
export function isBlobMissing(thrown: unknown): boolean {
  return thrown instanceof RestError && thrown.statusCode === 404;
}
