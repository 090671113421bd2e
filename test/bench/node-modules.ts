import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../dev/stack/process-specs.ts';
import type { Bench } from './bench.ts';

const GIGABYTE = 1e9;
const MEGABYTE = 1e6;
const LARGEST = 5;

/** What the installed packages take on the disk. Caches of tools, in folders that begin with a dot, are no packages. */
export const nodeModules: Bench = async () => {
  const bytes = new Map<string, number>();
  addPackages(join(ROOT, 'node_modules'), '', bytes);
  const total = [...bytes.values()].reduce((sum, one) => sum + one, 0);
  const largest = [...bytes].toSorted(([, a], [, b]) => b - a).slice(0, LARGEST);
  return [
    { what: 'node_modules', figure: total / GIGABYTE, unit: 'GB', limit: 1.6, note: `${bytes.size} packages` },
    ...largest.map(([name, size]) => ({ what: `  ${name}`, figure: size / MEGABYTE, unit: 'MB' })),
  ];
};

/** Adds up by the names of packages; one that lies inside another is counted under its own name. */
function addPackages(folder: string, scope: string, bytes: Map<string, number>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || !entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name.startsWith('@')) addPackages(path, `${entry.name}/`, bytes);
    else addFiles(path, `${scope}${entry.name}`, bytes);
  }
}

function addFiles(folder: string, name: string, bytes: Map<string, number>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) bytes.set(name, (bytes.get(name) ?? 0) + onDisk(path));
    else if (entry.name === 'node_modules') addPackages(path, '', bytes);
    else addFiles(path, name, bytes);
  }
}

/** Whole blocks, as the disk gives them; where the system does not say, the length. */
function onDisk(path: string): number {
  const { blocks, size } = lstatSync(path);
  return blocks === undefined ? size : blocks * 512;
}
