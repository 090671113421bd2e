import { Problem, unreachable } from './problem.ts';

/**
 * Writes a file to its upload place and tells how far it is. XMLHttpRequest, because fetch does not report the
 * progress of what it sends.
 */
export function putBlob(
  url: string,
  file: Blob,
  signal: AbortSignal,
  onProgress: (sent: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('PUT', url);
    request.setRequestHeader('x-ms-blob-type', 'BlockBlob');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(refused(request));
    };
    request.onerror = () => reject(unreachable(new Error('The upload was interrupted.')));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    if (signal.aborted) reject(new DOMException('The upload was cancelled.', 'AbortError'));
    else request.send(file);
  });
}

function refused(request: XMLHttpRequest): Problem {
  const requestId = request.getResponseHeader('x-ms-request-id') ?? undefined;
  const message =
    request.status === 413
      ? 'The file is larger than the service accepts. Split it, or leave out columns that you do not need.'
      : `The storage refused the file (${request.status}). The upload place may have expired: try again.`;
  return new Problem(message, { status: request.status, code: 'UploadRefused', requestId });
}
