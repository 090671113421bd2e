import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../functions/operations.ts';
import { plainPath, readContract } from './reference.ts';

const contract = readContract();

describe.skipIf(contract === undefined)(
  `the operations below /v1.0/myorg${contract === undefined ? ' (skipped: the contract is not at hand)' : ''}`,
  () => {
    const known = new Set(
      Object.entries(contract?.paths ?? {}).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${plainPath(path)}`),
      ),
    );
    const ours = OPERATIONS.filter(({ path }) => path.startsWith('/v1.0/'));

    test.each(ours.map(({ name, method, path }) => [name, `${method} ${plainPath(path)}`]))(
      '%s is one of Power BI: %s',
      (_, operation) => {
        expect(known.has(operation)).toBe(true);
      },
    );
  },
);
