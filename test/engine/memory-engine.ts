import type { Engine, LocalFile, ModelFiles, Session } from '../../shared/engine/ports.ts';

/** Model files that are no files: it counts the leases and never gives a path that has been let go. */
export function createMemoryFiles(pathOf: (blobName: string) => string = (name) => name) {
  const held = new Map<string, number>();
  const opened: string[] = [];
  const files: ModelFiles = {
    open: async (_versionId, blobName): Promise<LocalFile> => {
      opened.push(blobName);
      held.set(blobName, (held.get(blobName) ?? 0) + 1);
      return {
        path: pathOf(blobName),
        release: async () => {
          held.set(blobName, (held.get(blobName) ?? 0) - 1);
        },
      };
    },
  };
  return { files, opened, isHeld: (blobName: string) => (held.get(blobName) ?? 0) > 0 };
}

/** An engine whose sessions do what they are told, and which knows what is open. */
export function createMemoryEngine(run: (path: string) => Promise<Awaited<ReturnType<Session['run']>>>) {
  const open = new Set<string>();
  let fails = 0;
  const engine: Engine = {
    open: async (path) => {
      if (fails > 0) {
        fails -= 1;
        throw new Error('The file is broken.');
      }
      open.add(path);
      return {
        run: async () => {
          if (!open.has(path)) throw new Error('The session is closed.');
          const columns = await run(path);
          if (!open.has(path)) throw new Error('The session was closed while it ran.');
          return columns;
        },
        close: async () => {
          open.delete(path);
        },
      };
    },
  };
  return {
    engine,
    isOpen: (path: string) => open.has(path),
    failNext: () => {
      fails += 1;
    },
  };
}

/** A promise and the function that ends it. */
export function createGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** Lets everything that is ready run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
