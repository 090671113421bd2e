import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../../dev/build/ensure-built.ts';

let root: string;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function build(force = false): Promise<readonly string[]> {
  return ensureBuilt({ root, force, log: () => undefined });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'azimuth-build-'));
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(root, 'node_modules'));
  write('package-lock.json', '{}');
  write('edge/main.ts', "import { word } from '../shared/domain/word.ts';\nconsole.log(word as string);");
  write('shared/domain/word.ts', "export const word = 'one';");
  write('web/notes.txt', 'nothing to build yet');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the build', () => {
  test('makes of each entry that is there a program that Node runs', async () => {
    await build();
    const run = spawnSync(process.execPath, [join(root, 'dist/edge/main.js')], { encoding: 'utf8' });
    expect(run.stdout).toBe('one\n');
    expect(existsSync(join(root, 'dist/edge/main.js.map'))).toBe(true);
    expect(existsSync(join(root, 'dist/functions/main.js'))).toBe(false);
  });

  test('does again only the half whose sources changed', async () => {
    expect(await build()).toEqual(['server', 'web']);
    expect(await build()).toEqual([]);
    write('web/notes.txt', 'changed');
    expect(await build()).toEqual(['web']);
    write('edge/main.ts', "console.log('two');");
    expect(await build()).toEqual(['server']);
    write('shared/domain/word.ts', "export const word = 'three';");
    expect(await build()).toEqual(['server', 'web']);
    write('package-lock.json', '{"changed":true}');
    expect(await build()).toEqual(['server', 'web']);
    expect(await build(true)).toEqual(['server', 'web']);
  });

  test('that fails says what is wrong and where, and is tried again', async () => {
    write('edge/main.ts', "import './missing.ts';");
    await expect(build()).rejects.toThrow(/The server could not be built\. .*edge\/main\.ts:1:7.*missing\.ts/s);
    write('edge/main.ts', "console.log('mended');");
    expect(await build()).toContain('server');
  });
});
