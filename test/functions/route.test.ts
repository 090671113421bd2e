import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../functions/operations.ts';
import { matchPath } from '../../functions/route.ts';

describe('a path', () => {
  test.each([
    ['/v1.0/myorg/groups', '/v1.0/myorg/groups', {}],
    ['/v1.0/myorg/groups', '/V1.0/MyOrg/Groups', {}],
    ['/groups/{groupId}/users/{user}', '/groups/1/users/a%40b.c', { groupId: '1', user: 'a@b.c' }],
    ['/{*page}', '/anything/at/all', {}],
    ['/{*page}', '/', {}],
  ])('of template %s fits %s', (template, path, expected) => {
    expect({ ...matchPath(template, path) }).toEqual(expected);
  });

  test.each([
    ['/groups/{groupId}', '/groups'],
    ['/groups/{groupId}', '/groups/'],
    ['/groups/{groupId}', '/groups/1/'],
    ['/groups/{groupId}', '/groups/1/users'],
    ['/groups/{groupId}', '/groups/%zz'],
    ['/groups', '/group'],
  ])('of template %s does not fit %s', (template, path) => {
    expect(matchPath(template, path)).toBeUndefined();
  });

  test('gives parameters that no path can turn into object internals', () => {
    expect(Object.getPrototypeOf(matchPath('/{__proto__}', '/x'))).toBeNull();
  });
});

/** POSTs whose body is a question. */
const QUESTIONS = [
  'azimuth-page-data',
  'azimuth-visual-export',
  'azimuth-user-name-test',
  'dataset-execute-queries',
  'dataset-execute-queries-in-group',
];

describe('the table of operations', () => {
  test('names each operation once, and each method and path once', () => {
    const names = OPERATIONS.map(({ name }) => name);
    const places = OPERATIONS.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}').toLowerCase()}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(places).size).toBe(places.length);
  });

  test('keeps what Power BI lacks below our own path', () => {
    for (const { name, path } of OPERATIONS) {
      expect(path.startsWith(name.startsWith('azimuth-') ? '/azimuth/v1/' : '/v1.0/myorg/'), name).toBe(true);
    }
  });

  test('has no two operations of one method that fit the same path', () => {
    // Azure Functions tries routes in the order of their names, so an overlap would be decided by the alphabet.
    const sample = (path: string) => path.replace(/\{\w+\}/g, 'x');
    for (const operation of OPERATIONS) {
      const fitting = OPERATIONS.filter(
        ({ method, path }) => method === operation.method && matchPath(path, sample(operation.path)) !== undefined,
      );
      expect(fitting.map(({ name }) => name)).toEqual([operation.name]);
    }
  });

  test('lets only a reading operation be asked more than once with one context', () => {
    for (const { name, method, writes } of OPERATIONS) {
      const isQuestion = QUESTIONS.includes(name);
      expect(writes, name).toBe(method !== 'GET' && !isQuestion);
    }
  });
});
