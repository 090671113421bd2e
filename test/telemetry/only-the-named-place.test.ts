import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { onlyTheNamedPlace } from '../../dev/build/only-the-named-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'azimuth-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EXPORTER = 'monitor-opentelemetry-exporter/dist/esm';
const TRACE = `${EXPORTER}/export/trace.js`;
const WORKER = `${EXPORTER}/_configuration/configurationWorker.js`;
const DETECTOR = 'resource-detector-azure/build/esm/detectors/AzureVmDetector.js';
const ASKS = "export class ConfigurationWorker {}; export const azureVmDetector = {}; console.log('asks-others');";

async function built(name: string, files: readonly string[]): Promise<string> {
  const root = join(folder, name);
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file === TRACE ? 'export const trace = 1;' : ASKS);
  }
  writeFileSync(join(root, 'main.js'), files.map((file) => `export * from './${file}';`).join('\n'));
  const { outputFiles } = await build({
    entryPoints: [join(root, 'main.js')],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [onlyTheNamedPlace()],
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

test('what asks others unasked is built as something that does not', async () => {
  expect(await built('whole', [TRACE, WORKER, DETECTOR])).not.toContain('asks-others');
});

test.each([WORKER, DETECTOR])('the build fails where all that it meets is %s', async (met) => {
  await expect(built(`only-${met.length}`, [TRACE, met])).rejects.toThrow('No module is like');
});

test('a build without the library needs none of it', async () => {
  expect(await built('other', ['other.js'])).toContain('asks-others');
});
