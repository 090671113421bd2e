import { Fault } from '../domain/faults.ts';
import type { ModelVersionId, TenantId } from '../domain/ids.ts';
import type { Engine, LocalFile, ModelFile, ModelFiles, Session } from './ports.ts';
import type { WorkQueue } from './work-queue.ts';

/** A session that stays open at least until `release` is called. */
export type SessionLease = {
  readonly session: Session;
  readonly release: () => Promise<void>;
  /** Gives the session to nobody else: the next who asks opens the file anew. `release` is still to be called. */
  readonly discard: () => void;
};

export type ModelCache = {
  lease(version: CachedVersion, signal: AbortSignal): Promise<SessionLease>;
  readonly statistics: () => ModelCacheStatistics;
  /** Closes everything that is not in use, and the rest when it is released. */
  close(): Promise<void>;
};
export type CachedVersion = {
  readonly tenantId: TenantId;
  readonly versionId: ModelVersionId;
  readonly file: ModelFile;
};
export type ModelCacheStatistics = {
  readonly opens: number;
  readonly evictions: number;
  readonly openModels: number;
  readonly openBytes: number;
};

type Entry = {
  readonly bytes: number;
  readonly opened: Promise<Opened>;
  leases: number;
  /** False while the file is fetched: what is not open yet cannot be closed. */
  isOpen: boolean;
  /** True where the session misbehaved: it is closed when the last lease ends. */
  isDiscarded: boolean;
};
type Opened = { readonly session: Session; readonly file: LocalFile };

/**
 * Models that are open on this instance. A version is opened once however many ask for it at the same time; the
 * least recently used ones that nobody asks are closed when all together take more than `limitBytes`. What is in
 * use is never closed, so the sum can be above the limit for as long as a query runs.
 */
export function createModelCache(
  ports: { readonly files: ModelFiles; readonly engine: Engine; readonly opening: WorkQueue },
  limitBytes: number,
): ModelCache {
  /** From the least to the most recently used. */
  const entries = new Map<string, Entry>();
  const counts = { opens: 0, evictions: 0, bytes: 0 };
  let isClosing = false;

  const open = async ({ tenantId, versionId, file }: CachedVersion): Promise<Opened> => {
    // The one who asked first may go while others wait for the same file: opening is nobody's to cancel.
    const opened = await ports.opening.run(tenantId, new AbortController().signal, () => openOnce(versionId, file));
    counts.opens += 1;
    return opened;
  };

  const openOnce = async (versionId: ModelVersionId, file: ModelFile): Promise<Opened> => {
    const local = await ports.files.open(versionId, file.blobName);
    try {
      return { session: await ports.engine.open(local.path), file: local };
    } catch (cause) {
      await local.release();
      throw cause;
    }
  };

  const forget = (key: string, entry: Entry) => {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    counts.bytes -= entry.bytes;
  };

  const shut = async (entry: Entry): Promise<void> => {
    const { session, file } = await entry.opened;
    await session.close();
    await file.release();
  };

  const evict = async (): Promise<void> => {
    const surplus: Entry[] = [];
    for (const [key, entry] of entries) {
      if (!isClosing && counts.bytes <= limitBytes) break;
      if (entry.leases > 0 || !entry.isOpen) continue;
      forget(key, entry);
      counts.evictions += 1;
      surplus.push(entry);
    }
    await Promise.all(surplus.map(shut));
  };

  const add = (key: string, version: CachedVersion): Entry => {
    const entry: Entry = {
      bytes: version.file.bytes,
      opened: open(version),
      leases: 0,
      isOpen: false,
      isDiscarded: false,
    };
    entries.set(key, entry);
    counts.bytes += entry.bytes;
    entry.opened.then(
      () => {
        entry.isOpen = true;
      },
      // A failed opening is not kept: the next one who asks tries again.
      () => forget(key, entry),
    );
    return entry;
  };

  return {
    lease: async (version, signal) => {
      signal.throwIfAborted();
      if (isClosing) throw new Error('The model cache is closed.');
      if (version.file.bytes > limitBytes) throw new Fault('model-too-large', { limitBytes });
      const key = `${version.tenantId}/${version.versionId}`;
      const entry = entries.get(key) ?? add(key, version);
      entry.leases += 1;
      entries.delete(key);
      entries.set(key, entry);
      const release = async () => {
        entry.leases -= 1;
        if (entry.isDiscarded && entry.leases === 0) await shut(entry);
        if (counts.bytes > limitBytes || isClosing) await evict();
      };
      try {
        const { session } = await orAborted(entry.opened, signal);
        await evict();
        const discard = () => {
          entry.isDiscarded = true;
          forget(key, entry);
        };
        return { session, release: once(release), discard };
      } catch (cause) {
        await release();
        throw cause;
      }
    },
    statistics: () => ({
      opens: counts.opens,
      evictions: counts.evictions,
      openModels: entries.size,
      openBytes: counts.bytes,
    }),
    close: async () => {
      isClosing = true;
      await Promise.allSettled([...entries.values()].map((entry) => entry.opened));
      await evict();
    },
  };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
