import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const PROGRAM = fileURLToPath(new URL('./print-loaded.mjs', import.meta.url));
const SETTINGS = new URL('../../local.settings.json', import.meta.url);
const Printed = z.object({ status: z.number().lt(500), loaded: z.number(), names: z.array(z.string()) });

async function loadedWith(own: Readonly<Record<string, string>>): Promise<z.infer<typeof Printed>> {
  const { Values } = z
    .object({ Values: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(SETTINGS, 'utf8')));
  const env = { ...process.env, ...Values, ...own };
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], { env });
  return Printed.parse(JSON.parse(stdout));
}

test('without a connection string no role loads a module of telemetry', async () => {
  expect(await loadedWith({ APPLICATIONINSIGHTS_CONNECTION_STRING: '' })).toMatchObject({ loaded: 0 });
});

test('with one they do, so that the test above would see it', { timeout: 60_000 }, async () => {
  const place = 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9';
  const { loaded } = await loadedWith({ APPLICATIONINSIGHTS_CONNECTION_STRING: place });
  expect(loaded).toBeGreaterThan(20);
});
