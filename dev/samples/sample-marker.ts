import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Marker = z.object({ state: z.enum(['making', 'made']) });
export type SampleState = 'none' | z.infer<typeof Marker>['state'];

/** How far the samples were made in this home; anything that cannot be read counts as not begun. */
export async function readSampleState(home: string): Promise<SampleState> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => undefined);
  if (text === undefined) return 'none';
  try {
    return Marker.parse(JSON.parse(text)).state;
  } catch {
    return 'none';
  }
}

/** Written in full or not at all, whenever the process is killed. */
export async function writeSampleState(home: string, state: Exclude<SampleState, 'none'>): Promise<void> {
  await mkdir(home, { recursive: true });
  const draft = `${fileIn(home)}.new`;
  await writeFile(draft, JSON.stringify({ state }));
  await rename(draft, fileIn(home));
}

function fileIn(home: string): string {
  return join(home, 'samples.json');
}
