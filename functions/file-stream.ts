import type { Operation } from './operations.ts';

/** The bytes of a request that are handed on as they come. */
export type FileStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * The body of a request that brings a file, which is never held whole; undefined where the operation takes none or the
 * request has another kind of body. The signed context of such a call is bound to everything but these bytes.
 */
export function fileStreamOf(request: Request, operation: Pick<Operation, 'takesFile'>): FileStream | undefined {
  const isForm = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
  return operation.takesFile === true && isForm ? (request.body ?? undefined) : undefined;
}
