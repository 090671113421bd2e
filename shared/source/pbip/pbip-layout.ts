import { shownName, zipFault } from './zip-fault.ts';

export type PbipPlace =
  | { readonly kind: 'model' | 'report'; readonly name: string; readonly path: string }
  | { readonly kind: 'data'; readonly path: string }
  | { readonly kind: 'ignored' };

/** The project lies at the root of the archive or in one folder of it. */
const ITEM = /^(?:([^/]+)\/)?([^/]+)\.(SemanticModel|Report)\/(.+)$/i;
/** What tools leave behind: caches, personal settings, and shadows of another system. */
const LEFT_BEHIND = /(^|\/)(__MACOSX|\.pbi|\.git|\.vscode)\/|(^|\/)(\.DS_Store|Thumbs\.db|\.gitignore)$/i;

/** What each path of the archive is: of the one semantic model, of a report, a data file, or nothing to us. */
export function layOut(paths: readonly string[]): readonly PbipPlace[] {
  const kept = paths.filter((path) => !LEFT_BEHIND.test(path));
  const items = kept.flatMap((path) => {
    const [, top = '', name = '', kind = ''] = ITEM.exec(path) ?? [];
    return kind.toLowerCase() === 'semanticmodel' ? [{ top, name }] : [];
  });
  const models = new Map(items.map((item) => [`${item.top}/${item.name}`, item]));
  const [model, ...others] = models.values();
  if (model === undefined) throw missing(kept);
  if (others.length > 0) {
    const names = [...models.values()].map(({ name }) => shownName(`${name}.SemanticModel`)).join(', ');
    throw zipFault(`The archive has several semantic models: ${names}`, {
      advice: 'Put each into an archive of its own, with the data that it reads.',
    });
  }
  const top = model.top === '' ? '' : `${model.top}/`;
  return paths.map((path) => placeOf(path, top));
}

function placeOf(path: string, top: string): PbipPlace {
  if (LEFT_BEHIND.test(path)) return { kind: 'ignored' };
  if (!path.startsWith(top)) return { kind: 'data', path };
  const below = path.slice(top.length);
  const [, outer, name = '', kind = '', rest = ''] = ITEM.exec(below) ?? [];
  if (outer !== undefined || name === '') return { kind: 'data', path: below };
  return { kind: kind.toLowerCase() === 'report' ? 'report' : 'model', name, path: rest };
}

function missing(paths: readonly string[]) {
  const isBare = paths.some((path) => /(^|\/)(definition\.pbism|model\.bim|definition\/model\.tmdl)$/i.test(path));
  const isPbix = paths.includes('DataModel') || paths.includes('DataModelSchema');
  if (isPbix)
    return zipFault('The archive is a PBIX or PBIT file', {
      advice: 'Save it in Power BI Desktop as a project (*.pbip), and zip the folder that this makes.',
    });
  return zipFault('The archive has no folder *.SemanticModel at its root or in its one top folder', {
    advice: isBare
      ? 'Put the files of the model into a folder such as "Sales.SemanticModel", and zip that folder.'
      : 'Zip the folder of a Power BI project: it holds a folder such as "Sales.SemanticModel".',
  });
}
