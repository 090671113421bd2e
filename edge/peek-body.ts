import type { Incoming } from './arrival.ts';

/** As much of a body as the firewall reads. */
const PEEK_BYTES = 128 * 1024;
/** A body that comes slower than this is judged by what is there. */
const PEEK_MS = 5_000;

/**
 * Reads the beginning of a body and puts it back, so that whoever comes next reads all of it. Undefined where the client
 * went away.
 */
export function peekBody(req: Incoming): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(finish, PEEK_MS);
    req.on('readable', look);
    req.once('end', finish);
    req.once('close', finish);

    function look(): void {
      for (let chunk: unknown = req.read(); Buffer.isBuffer(chunk); chunk = req.read()) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= PEEK_BYTES) break;
      }
      if (bytes >= PEEK_BYTES || req.complete) finish();
    }

    function finish(): void {
      clearTimeout(timer);
      req.off('readable', look);
      req.off('end', finish);
      req.off('close', finish);
      const seen = Buffer.concat(chunks);
      if (seen.length > 0 && !req.readableEnded && !req.destroyed) req.unshift(seen);
      resolve(req.destroyed && !req.complete ? undefined : seen.subarray(0, PEEK_BYTES).toString('latin1'));
    }
  });
}
