import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * Which way imports point. Each row: files below the first may import nothing below the others. Read it as the layer
 * table of the style guide turned round.
 */
const PURE = ['domain', 'contract', 'model', 'dax', 'query', 'routing'];
const USE_CASES = [
  'identity',
  'access',
  'catalog',
  'sharing',
  'audit',
  'limits',
  'export',
  'engine',
  'report',
  'dashboard',
  'source',
  'imports',
  'telemetry',
];
const PROCESSES = ['functions', 'edge', 'dev', 'web'];

const shared = (names: readonly string[]) => `^shared/(${names.join('|')})/`;

const FORBIDDEN: readonly {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly not?: string;
}[] = [
  {
    name: 'the domain imports nothing',
    from: '^shared/domain/',
    to: '^(shared/(?!domain/)|functions|edge|dev|web|node_modules|node:)',
  },
  {
    name: 'the pure core does no IO',
    from: shared(PURE),
    to: '^(node:|fs|path|http|net|child_process|node_modules/(?!zod))',
  },
  {
    name: 'the pure core knows no use case',
    from: shared(PURE),
    to: shared([...USE_CASES, 'adapters']),
    not: '^shared/(report/report|dashboard/dashboard)\\.ts$',
  },
  { name: 'use cases know no adapter', from: shared(USE_CASES), to: '^shared/adapters/' },
  {
    name: 'use cases know no store library',
    from: shared(USE_CASES),
    to: '^node_modules/(@azure|kysely|mssql|@duckdb)',
  },
  { name: 'shared knows no process', from: '^shared/', to: `^(${PROCESSES.join('|')})/` },
  {
    name: 'the browser sees contract and domain',
    from: '^web/src/',
    to: '^shared/(?!contract/|domain/|report/report\\.ts|query/question\\.ts|dashboard/dashboard\\.ts|model/semantic-model\\.ts)',
  },
  { name: 'the roles do not import what runs them', from: '^functions/', to: '^(edge|dev|web)/' },
  {
    name: 'handlers do not choose adapters',
    from: '^functions/(?!.*(start|open-(metadata|directory))\\.ts$)',
    to: '^shared/adapters/',
  },
  { name: 'only access makes grants', from: '^(?!shared/access/)', to: '^shared/access/make-grant\\.ts$' },
];

const FOLDERS = ['shared', 'functions', 'edge', 'dev', 'web/src'];
let result: ICruiseResult;

beforeAll(async () => {
  const answer = await cruise(FOLDERS, {
    validate: true,
    ruleSet: {
      forbidden: FORBIDDEN.map(({ name, from, to, not }) => ({
        name,
        severity: 'error',
        from: { path: from },
        to: { path: to, ...(not === undefined ? {} : { pathNot: not }) },
      })),
    },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
  });
  if (typeof answer.output === 'string') throw new Error(answer.output);
  result = answer.output;
}, 60_000);

describe('imports point one way', () => {
  test.each(FORBIDDEN.map(({ name }) => name))('%s', (name) => {
    const broken = result.summary.violations.filter((violation) => violation.rule.name === name);
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('the files were really read', () => {
    const read = result.modules.filter((module) => module.dependencies.length > 0).map((module) => module.source);
    for (const folder of FOLDERS)
      expect(
        read.some((source) => source.startsWith(`${folder}/`)),
        folder,
      ).toBe(true);
    const gateway = result.modules.find((module) => module.source === 'functions/gateway/grants.ts');
    expect(gateway?.dependencies.map((dependency) => dependency.resolved)).toContain('shared/access/authorise.ts');
  });
});
