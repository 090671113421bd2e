import { readFile, writeFile } from 'node:fs/promises';
import { Fault } from '../../shared/domain/faults.ts';
import type { Intake, ModelBlobs, NotedImport, PackageImporter, PendingImports } from '../../shared/imports/ports.ts';
import type { FileImporter, ImportedFile } from '../../shared/source/ports.ts';

/** The intake account in memory: what is at each blob name. */
export function memoryIntake(blobs: Map<string, string>): Intake {
  const prefix = 'memory://uploads/';
  return {
    writeAddress: async (blobName) => `${prefix}${blobName}?signed`,
    blobOfAddress: (address) => (address.startsWith(prefix) ? address.slice(prefix.length).split('?')[0] : undefined),
    size: async (blobName) => blobs.get(blobName)?.length,
    download: async (blobName, path, signal) => {
      signal.throwIfAborted();
      await writeFile(path, blobs.get(blobName) ?? '', 'latin1');
    },
    upload: async (blobName, bytes, limit) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      const content = Buffer.concat(pieces);
      if (content.length > limit) {
        throw new Fault('upload-too-large', { limitBytes: limit, actualBytes: content.length });
      }
      blobs.set(blobName, content.toString('latin1'));
    },
    remove: async (blobName) => void blobs.delete(blobName),
  };
}

/** Pending imports in memory, by their ids. */
export function memoryPending(noted: Map<string, NotedImport>, now: () => Date): PendingImports {
  return {
    note: async (pending) => void noted.set(pending.importId, { ...pending, notedAt: now() }),
    forget: async ({ importId }) => void noted.delete(importId),
    all: async () => [...noted.values()],
  };
}

/** The data account in memory: the names of the files that are there, and where one asks for it what is in them. */
export function memoryModelBlobs(names: Set<string>): ModelBlobs {
  const contents = new Map<string, Buffer>();
  return {
    upload: async (blobName, path, signal) => {
      signal.throwIfAborted();
      names.add(blobName);
      const content = await readFile(path).catch(() => undefined);
      if (content !== undefined) contents.set(blobName, content);
    },
    download: async (blobName, path) => {
      if (!names.has(blobName)) throw new Error(`There is no ${blobName}.`);
      await writeFile(path, contents.get(blobName) ?? '');
    },
    remove: async (blobName) => void names.delete(blobName),
  };
}

/** No package can be read. */
export const noPackages: PackageImporter = {
  importPackage: () => Promise.reject(new Error('A package was not expected.')),
};

/** A reader that sees the same small table in every file. */
export function memoryImporter(): FileImporter {
  return {
    import: async ({ path, tableName }): Promise<ImportedFile> => ({
      tableName,
      rowCount: 3,
      columns: [
        {
          name: 'city',
          dataType: 'String',
          nulls: 0,
          distinct: 3,
          isDistinctExact: true,
          min: null,
          max: null,
          average: null,
          averageLength: 4,
          isDateOnly: false,
        },
        {
          name: 'sold',
          dataType: 'Int64',
          nulls: 0,
          distinct: 3,
          isDistinctExact: true,
          min: 1,
          max: 9,
          average: 4,
          averageLength: null,
          isDateOnly: false,
        },
      ],
      databasePath: path,
      bytes: 12,
      remove: async () => undefined,
    }),
  };
}
