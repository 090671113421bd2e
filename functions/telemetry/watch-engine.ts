import type { Engine } from '../../shared/engine/ports.ts';
import type { PackageImporter } from '../../shared/imports/ports.ts';
import type { FileImporter } from '../../shared/source/ports.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';

/** The engine with the time that opening a model takes. Queries are measured where they are asked, in `engine/ask.ts`. */
export function watchEngine(engine: Engine, telemetry: Telemetry): Engine {
  if (!telemetry.isOn) return engine;
  return {
    open: (path) => telemetry.within('engine', { operation: 'open', store: 'models' }, () => engine.open(path)),
  };
}

/** The reading of files, with the kind of each, how many rows it has and how large it became. */
export function watchImporter(importer: FileImporter, telemetry: Telemetry): FileImporter {
  if (!telemetry.isOn) return importer;
  return {
    import: (file, signal) =>
      telemetry.within('import', { operation: 'read-file', fileKind: file.kind }, async (span) => {
        const imported = await importer.import(file, signal);
        span.note({ rows: imported.rowCount, bytes: imported.bytes });
        return imported;
      }),
  };
}

/** The reading of packages, as that of files. */
export function watchPackages(importer: PackageImporter, telemetry: Telemetry): PackageImporter {
  if (!telemetry.isOn) return importer;
  return {
    importPackage: (toImport, signal) =>
      telemetry.within('import', { operation: 'read-file', fileKind: 'package' }, async (span) => {
        const imported = await importer.importPackage(toImport, signal);
        span.note({ rows: imported.rowCount, bytes: imported.bytes });
        return imported;
      }),
  };
}
