import { join } from 'node:path';
import type { ModelFile } from '../../model/model-document.ts';
import { layOut } from './pbip-layout.ts';
import type { PackageFile, PbipItem, PbipLimits, PbipPackage } from './pbip-package.ts';
import { bytesOfEntry, unpackEntry } from './unpack-entry.ts';
import { withZip } from './zip-entries.ts';
import { zipFault } from './zip-fault.ts';

/**
 * Reads the zip of a PBIP project. Definitions are kept in memory, data files are unpacked into the folder under names
 * of ours. Fails with the fault `import-failed`, which names the file of the archive that is at fault.
 */
export async function readPbip(path: string, folder: string, limits: PbipLimits): Promise<PbipPackage> {
  return await withZip(path, limits, async (zip, entries) => {
    const places = layOut(entries.map((entry) => entry.path));
    const placed = entries.flatMap((entry, index) => {
      const place = places[index];
      return place === undefined || place.kind === 'ignored' ? [] : [{ entry, place }];
    });
    const definitions = placed.filter(({ place }) => place.kind !== 'data');
    checkDefinitions(
      definitions.reduce((sum, { entry }) => sum + entry.bytes, 0),
      limits,
    );
    const items = new Map<string, { readonly kind: 'model' | 'report'; readonly item: PbipItem & Growing }>();
    const data: PackageFile[] = [];
    for (const { entry, place } of placed) {
      if (place.kind === 'data') {
        const file = join(folder, `data-${data.length}`);
        await unpackEntry(zip, entry, file);
        data.push({ path: place.path, file, bytes: entry.bytes });
        continue;
      }
      const key = `${place.kind}/${place.name}`;
      const known = items.get(key) ?? { kind: place.kind, item: { name: place.name, files: [] } };
      known.item.files.push({ path: place.path, bytes: await bytesOfEntry(zip, entry) });
      items.set(key, known);
    }
    const of = (kind: string): readonly PbipItem[] =>
      [...items.values()].filter((found) => found.kind === kind).map(({ item }) => item);
    const [model] = of('model');
    if (model === undefined) throw new Error('a layout without a model');
    return { model, reports: of('report'), data };
  });
}

type Growing = { readonly files: ModelFile[] };

function checkDefinitions(bytes: number, { maxDefinitionBytes }: PbipLimits): void {
  if (bytes <= maxDefinitionBytes) return;
  throw zipFault(`The definitions of model and reports are ${bytes} bytes; at most ${maxDefinitionBytes} can be read`, {
    advice: 'Remove pictures and other large files from the folders of the model and the reports.',
  });
}
