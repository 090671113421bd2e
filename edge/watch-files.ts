import { statSync } from 'node:fs';

/** Looking is what works everywhere: on mounted folders too, and where an editor puts a new file in the place of the old. */
const LOOK_MS = 300;

/** Calls back after any of these files has become another than it is now; the answer ends it. */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  let known = paths.map(signatureOf);
  const timer = setInterval(() => {
    const now = paths.map(signatureOf);
    if (now.every((signature, i) => signature === known[i])) return;
    known = now;
    onChange();
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

function signatureOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.mtimeNs} ${stat.size} ${stat.ino}`;
}
