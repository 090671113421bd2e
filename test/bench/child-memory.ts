import { readFile } from 'node:fs/promises';

const LOOK_EVERY_MS = 25;

/** Watches the children of a process until it is stopped; where the system has no `/proc`, nothing is seen. */
export function watchChildren(processId: number): { readonly stop: () => number | undefined } {
  let peakBytes: number | undefined;
  const look = async (): Promise<void> => {
    const children = await readFile(`/proc/${processId}/task/${processId}/children`, 'utf8').catch(() => '');
    for (const child of children.split(' ').filter((one) => one !== '')) {
      const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '');
      const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
      if (kilobytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, Number(kilobytes) * 1024);
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peakBytes;
    },
  };
}
