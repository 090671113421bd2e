import type { ModelFile } from '../../model/model-document.ts';

/** What a zip of a PBIP project holds: definitions in memory, data on disk. */
export type PbipPackage = {
  readonly model: PbipItem;
  readonly reports: readonly PbipItem[];
  readonly data: readonly PackageFile[];
};

/** A folder of the project, as `Sales` of `Sales.SemanticModel`; paths begin below it. */
export type PbipItem = { readonly name: string; readonly files: readonly ModelFile[] };

/** A data file by its path in the package, and where its bytes lie now. */
export type PackageFile = { readonly path: string; readonly file: string; readonly bytes: number };

export type PbipLimits = {
  readonly maxEntries: number;
  /** All files together, when they are unpacked. */
  readonly maxBytes: number;
  /** What is held in memory: the definitions of the model and of its reports. */
  readonly maxDefinitionBytes: number;
};

/** Limits that suit an instance of 2 GB. */
export const DEFAULT_PBIP_LIMITS: PbipLimits = {
  maxEntries: 10_000,
  maxBytes: 16 * 1024 ** 3,
  maxDefinitionBytes: 128 * 1024 ** 2,
};
