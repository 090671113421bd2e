import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(`${root}${name}`, 'utf8');
const workflows = globSync('.github/workflows/*.yml', { cwd: root });

test('there are the three workflows', () => {
  expect(workflows.map((name) => name.split('/').at(-1)).toSorted()).toEqual(['bicep.yml', 'ci.yml', 'deploy.yml']);
});

test.each(workflows)('%s uses no secret, and may do no more than it says', (name) => {
  expect(read(name)).not.toMatch(/secrets\.|creds:|client-secret|password/i);
  expect(read(name)).toMatch(/^permissions:\n {2}contents: read/m);
});

test('deployment signs in by federation', () => {
  expect(read('.github/workflows/deploy.yml')).toMatch(/id-token: write/);
  expect(read('.github/workflows/deploy.yml')).toMatch(/federated-credential-provider github/);
});

test('every value that a parameter file takes from the environment is given by the deployment workflow', () => {
  const deploy = read('.github/workflows/deploy.yml');
  for (const file of ['infra/main.parameters.json', 'infra/main.two-regions.parameters.json']) {
    const names = [...read(file).matchAll(/\$\{([A-Z_]+)(=[^}]*)?\}/g)];
    expect(names.length).toBeGreaterThan(10);
    for (const [, name, fallback] of names) {
      if (fallback === undefined) expect(deploy, `${file}: ${name}`).toContain(`${name}: \${{`);
    }
  }
});

test('the four apps that azd deploys to are those that Bicep makes', () => {
  const services = [...read('azure.yaml').matchAll(/^ {2}([a-z-]+):\n {4}project:/gm)].map(([, name]) => name);
  const roles = /@allowed\(\[([^\]]*)\]\)\nparam role string/.exec(read('infra/modules/function-app.bicep'))?.[1];
  expect(services.map((name) => `'${name}'`).join(', ')).toBe(roles);
});
