import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLocalKeys } from '../../dev/idp/signing-keys.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** The commands of `docs/http.md`, exactly as they stand there, run by bash against a fresh stack. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'docs/http.md'), 'utf8');
const MARK = '@@ end of step';
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.stop());

type Step = { readonly heading: string; readonly commands: string; readonly prints: string };

function stepsOf(guide: string): readonly Step[] {
  const blocks = guide.matchAll(/```sh\n(.*?)```\n+```text\n(.*?)```/gs);
  return [...blocks].map(({ index, 1: commands = '', 2: prints = '' }) => {
    const heading = [...guide.slice(0, index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '';
    return { heading, commands, prints };
  });
}

test('every block of commands says what it prints', () => {
  expect(stepsOf(GUIDE)).toHaveLength(GUIDE.split('```sh\n').length - 1);
});

test('the guide does what it says, step by step', async () => {
  const steps = stepsOf(GUIDE);
  const script = steps.map(({ commands }) => `${commands}\necho '${MARK}'`).join('\n');
  const printed = await bash(script, { BASE: stack.url, OLD_TOKEN: await expiredToken() });
  const outputs = printed.split(`${MARK}\n`);
  for (const [index, { heading, prints }] of steps.entries()) {
    expect(outputs[index], `${heading}, step ${index + 1}`).toMatch(patternOf(prints));
  }
  expect(outputs).toHaveLength(steps.length + 1);
});

/** The text as it stands, with `…` for anything on the same line. */
function patternOf(prints: string): RegExp {
  const parts = prints.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** The author's own token as it would be an hour later: signed by the same key, and over. */
async function expiredToken(): Promise<string> {
  const { token } = await stack.client('author@contoso.example');
  const { user } = await loadLocalKeys(join(stack.stack.home, 'identity', 'keys.json'));
  const past = Math.floor(Date.now() / 1000) - 600;
  return new SignJWT({ ...decodeJwt(token), iat: past - 3600, nbf: past - 3600, exp: past })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: user.kid })
    .sign(user.privateKey);
}

function bash(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `${join(process.execPath, '..')}:${process.env['PATH']}`;
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: ROOT,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      complaints += String(chunk);
    });
    child.once('exit', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`bash ended with ${code}: ${complaints}\nIt had printed:\n${printed}`));
    });
  });
}
