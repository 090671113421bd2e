import { describe, expect, test } from 'vitest';
import { applyListOptions } from '../../functions/presentation/list-options.ts';

const groups = [
  { id: '11111111-1111-4111-8111-111111111111', name: 'Sales', isReadOnly: false },
  { id: '22222222-2222-4222-8222-222222222222', name: "Anna's and Bo's", isReadOnly: true },
  { id: '33333333-3333-4333-8333-333333333333', name: 'Sales EMEA', isReadOnly: true },
];
const names = (options: Record<string, string>) =>
  applyListOptions(groups, new URLSearchParams(options)).map(({ name }) => name);

describe('a list', () => {
  test.each([
    [{}, ['Sales', "Anna's and Bo's", 'Sales EMEA']],
    [{ $filter: "name eq 'sales'" }, ['Sales']],
    [{ $filter: "name eq 'Anna''s and Bo''s'" }, ["Anna's and Bo's"]],
    [{ $filter: "contains(name,'sales') and isReadOnly eq true" }, ['Sales EMEA']],
    [{ $filter: "name eq 'Sales' or isReadOnly eq true" }, ['Sales', "Anna's and Bo's", 'Sales EMEA']],
    [{ $filter: "startswith(name, 'anna')" }, ["Anna's and Bo's"]],
    [{ $filter: "endswith(name,'EMEA')" }, ['Sales EMEA']],
    [{ $filter: "name ne 'Sales'" }, ["Anna's and Bo's", 'Sales EMEA']],
    [{ $filter: "id eq '33333333-3333-4333-8333-333333333333'" }, ['Sales EMEA']],
    [{ $filter: 'id eq 33333333-3333-4333-8333-333333333333' }, ['Sales EMEA']],
    [{ $top: '1' }, ['Sales']],
    [{ $skip: '1', $top: '1' }, ["Anna's and Bo's"]],
    [{ $skip: '5' }, []],
  ])('with %o holds %o', (options, expected) => {
    expect(names(options)).toEqual(expected);
  });

  test.each([
    [{ $filter: "secret eq 'x'" }],
    [{ $filter: 'name' }],
    [{ $filter: '' }],
    [{ $filter: "name eq 'x" }],
    [{ $filter: "name eq 'x' and" }],
    [{ $filter: "tolower(name) eq 'x'" }],
    [{ $top: '-1' }],
    [{ $top: 'all' }],
  ])('with %o is refused rather than given whole', (options) => {
    expect(() => names(options)).toThrow('request-invalid');
  });
});
