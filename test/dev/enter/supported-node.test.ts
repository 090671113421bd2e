import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const enter = fileURLToPath(new URL('../../../dev/enter.cjs', import.meta.url));
const require = createRequire(import.meta.url);
const { problemOf }: { problemOf: (version: string) => string } = require('../../../dev/enter/supported-node.cjs');

describe('the version of Node', () => {
  test.each(['v20.19.0', 'v20.20.2', 'v22.12.0', 'v22.20.1', 'v23.0.0', 'v24.21.0', 'v30.0.0'])(
    '%s will do',
    (version) => {
      expect(problemOf(version)).toBe('');
    },
  );

  test.each(['v0.10.48', 'v8.17.0', 'v18.20.8', 'v20.18.3', 'v21.7.3', 'v22.11.0', 'garbage'])(
    '%s gets one sentence',
    (version) => {
      expect(problemOf(version)).toMatch(
        /^Azimuth needs Node 20\.19, 22\.12 or newer to start, and this is Node .+\.$/,
      );
      expect(problemOf(version)).not.toContain('\n');
    },
  );

  test('that is too old ends every command with that sentence and exit code 1', () => {
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-enter-'));
    const preload = join(folder, 'old-node.cjs');
    writeFileSync(preload, "Object.defineProperty(process, 'version', { value: 'v16.20.2' });");
    const run = spawnSync(process.execPath, ['--require', preload, enter, 'start'], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(run.status).toBe(1);
    expect(run.stderr.trim()).toBe(problemOf('v16.20.2'));
  });

  test.each(['enter.cjs', 'enter/supported-node.cjs'])('is told by %s in syntax that an old one reads', (file) => {
    const text = readFileSync(fileURLToPath(new URL(`../../../dev/${file}`, import.meta.url)), 'utf8');
    expect(text).not.toMatch(/=>|`|\b(const|let|class|async|await|import)\b(?! it)/);
  });
});

test('an unknown command is refused by name', () => {
  const run = spawnSync(process.execPath, [enter, 'fly'], { encoding: 'utf8' });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain("and not 'fly'");
});
