import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every npm script is a command that both the entry and the runner know', () => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts).toSorted();
  const [, listed = ''] = /COMMANDS = \[([^\]]*)\]/.exec(read('dev/enter/run.cjs')) ?? [];
  expect([...listed.matchAll(/'(\w+)'/g)].map(([, name]) => name).toSorted()).toEqual(scripts);
  const [, table = ''] = /const COMMANDS[^{]*\{([^}]*)\}/.exec(read('dev/main.ts')) ?? [];
  expect([...table.matchAll(/^ {2}(\w+): async/gm)].map(([, name]) => name).toSorted()).toEqual(scripts);
});
