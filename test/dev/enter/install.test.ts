import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const dev = fileURLToPath(new URL('../../../dev', import.meta.url));
const require = createRequire(import.meta.url);
const { isInstalled }: { isInstalled: (root: string) => boolean } = require('../../../dev/enter/installed.cjs');

/** What stands in npm's place: notes that it ran, and puts the packages where npm would. */
const NPM = `#!/usr/bin/env node
const fs = require('node:fs');
fs.appendFileSync('npm-ran', process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('npm-fails')) { console.error('npm says: no network'); process.exit(1); }
fs.mkdirSync('node_modules/one', { recursive: true });
fs.writeFileSync('node_modules/one/package.json', '{}');
fs.mkdirSync('node_modules/node/bin', { recursive: true });
fs.rmSync('node_modules/node/bin/node', { force: true });
fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'azimuth-install-'));
  cpSync(join(dev, 'enter'), join(root, 'dev/enter'), { recursive: true });
  cpSync(join(dev, 'enter.cjs'), join(root, 'dev/enter.cjs'));
  writeFileSync(join(root, 'dev/main.ts'), "console.log('ran', process.argv[2]); process.exit(3);");
  writeLock('1.0.0');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/npm'), NPM);
  chmodSync(join(root, 'bin/npm'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeLock(version: string): void {
  const packages = { '': {}, 'node_modules/one': { version }, 'node_modules/elsewhere': { version, optional: true } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
}

function enter(...args: string[]) {
  const { npm_execpath: _npm, ...env } = process.env;
  return spawnSync(process.execPath, [join(root, 'dev/enter.cjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` },
  });
}

function timesNpmRan(): number {
  return readFileSync(join(root, 'npm-ran'), 'utf8').trim().split('\n').length;
}

describe.skipIf(process.platform === 'win32')('entering a clean clone', () => {
  test('installs, shows how far it is, runs the command and ends with its exit code', () => {
    const run = enter('start');
    expect(run.stderr).toContain('Installing packages');
    expect(run.stderr).toContain('1 of 1');
    expect(run.stdout).toContain('ran start');
    expect(run.status).toBe(3);
    expect(readFileSync(join(root, 'npm-ran'), 'utf8')).toContain('ci --include=dev');
  });

  test('installs again only when package-lock.json changed', () => {
    enter('start');
    expect(enter('start').stderr).not.toContain('Installing');
    expect(timesNpmRan()).toBe(1);
    writeLock('2.0.0');
    enter('start');
    expect(timesNpmRan()).toBe(2);
  });

  test('does not run the command when the installation fails, and says what npm said', () => {
    writeFileSync(join(root, 'npm-fails'), '');
    const run = enter('start');
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('npm says: no network');
    expect(run.stderr).toContain('npm ci failed (exit code 1)');
    expect(run.stdout).not.toContain('ran');
  });

  test('takes what was installed by hand with the same lock file, and nothing older', () => {
    mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
    const hidden = join(root, 'node_modules/.package-lock.json');
    writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/one': { version: '0.9.0' } } }));
    expect(isInstalled(root)).toBe(false);
    writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/one': { version: '1.0.0' } } }));
    expect(isInstalled(root)).toBe(true);
    writeLock('2.0.0');
    expect(isInstalled(root)).toBe(false);
  });
});
