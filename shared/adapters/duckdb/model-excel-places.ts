import type { ExcelSource } from '../../source/m/m-plan.ts';
import { bytesOfEntry } from '../../source/pbip/unpack-entry.ts';
import { withZip, type ZipEntry } from '../../source/pbip/zip-entries.ts';

/** A part of a sheet: rows and columns from 0, the last ones included. */
export type ExcelPlace = {
  readonly sheet: number;
  readonly area: Area | undefined;
  /** Tables know their column names; a sheet's first row is a row like others. */
  readonly hasHeader: boolean;
};
type Area = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

/** A workbook that is larger than this when it is unpacked is not read. */
const WORKBOOK_LIMITS = { maxEntries: 2000, maxBytes: 1024 ** 3, maxDefinitionBytes: 0 };
const LARGEST_PART = 16 * 1024 * 1024;
const AREA = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?$/;

type Part = (path: string) => Promise<string>;

/** Where an item of a workbook lies, once the archive has been checked; undefined where there is no such item. */
export async function findInWorkbook(file: string, { item, itemKind }: ExcelSource): Promise<ExcelPlace | undefined> {
  return await withZip(file, WORKBOOK_LIMITS, async (zip, entries) => {
    const byPath = new Map(entries.map((entry) => [entry.path.toLowerCase(), entry]));
    const part: Part = async (path) => {
      const entry = byPath.get(path.toLowerCase());
      return entry === undefined || isLarge(entry) ? '' : new TextDecoder().decode(await bytesOfEntry(zip, entry));
    };
    const workbook = await part('xl/workbook.xml');
    const sheets = elements(workbook, 'sheet');
    const named = (name: string | number) =>
      typeof name === 'number' ? name : sheets.findIndex((sheet) => sheet.get('name') === name);
    const sheet = itemKind === undefined || itemKind === 'Sheet' ? named(item) : -1;
    if (sheet >= 0 && sheet < sheets.length) return { sheet, area: undefined, hasHeader: false };
    if (itemKind === 'Sheet' || typeof item === 'number') return undefined;
    const table = itemKind === 'DefinedName' ? undefined : await findTable(part, sheets, item);
    return table ?? (itemKind === 'Table' ? undefined : findName(workbook, sheets, item));
  });
}

const isLarge = ({ bytes }: ZipEntry): boolean => bytes > LARGEST_PART;

async function findTable(part: Part, sheets: readonly Attributes[], item: string): Promise<ExcelPlace | undefined> {
  const targets = targetsOf(await part('xl/_rels/workbook.xml.rels'), 'xl/');
  for (const [index, attributes] of sheets.entries()) {
    const sheet = targets.get(attributes.get('r:id') ?? '') ?? '';
    const folder = sheet.slice(0, sheet.lastIndexOf('/') + 1);
    const beside = targetsOf(await part(`${folder}_rels/${sheet.slice(folder.length)}.rels`), folder);
    for (const target of beside.values()) {
      if (!/\/tables\/[^/]+$/.test(target)) continue;
      const [table] = elements(await part(target), 'table');
      if (table?.get('displayName') !== item && table?.get('name') !== item) continue;
      const area = areaOf(table.get('ref') ?? '');
      const hasHeader = table.get('headerRowCount') !== '0';
      const totals = Number(table.get('totalsRowCount') ?? 0);
      return area && { sheet: index, area: { ...area, bottom: area.bottom - totals }, hasHeader };
    }
  }
  return undefined;
}

function findName(workbook: string, sheets: readonly Attributes[], item: string): ExcelPlace | undefined {
  for (const [, attributes = '', content = ''] of workbook.matchAll(/<definedName\b([^>]*)>([^<]*)<\/definedName>/g)) {
    if (attributesOf(attributes).get('name') !== item) continue;
    const bang = content.lastIndexOf('!');
    const name = plain(content.slice(0, bang)).replace(/^'|'$/g, '').replaceAll("''", "'");
    const sheet = sheets.findIndex((found) => found.get('name') === name);
    const area = areaOf(content.slice(bang + 1));
    return sheet < 0 || area === undefined ? undefined : { sheet, area, hasHeader: false };
  }
  return undefined;
}

function areaOf(reference: string): Area | undefined {
  const [, left, top, right = left, bottom = top] = AREA.exec(reference) ?? [];
  if (left === undefined || right === undefined) return undefined;
  return { left: columnOf(left), top: Number(top) - 1, right: columnOf(right), bottom: Number(bottom) - 1 };
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

type Attributes = ReadonlyMap<string, string>;

function elements(xml: string, name: string): readonly Attributes[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\b([^>]*)>`, 'g'))].map(([, text = '']) => attributesOf(text));
}

function attributesOf(text: string): Attributes {
  return new Map(
    [...text.matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );
}

/** Where each relationship of a part leads, as a path in the archive. */
function targetsOf(xml: string, folder: string): ReadonlyMap<string, string> {
  return new Map(
    elements(xml, 'Relationship').map((attributes) => {
      const target = attributes.get('Target') ?? '';
      const path = target.startsWith('/') ? target.slice(1) : new URL(target, `zip:///${folder}`).pathname.slice(1);
      return [attributes.get('Id') ?? '', path];
    }),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
