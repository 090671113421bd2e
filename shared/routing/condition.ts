import type { Operator, RuleCondition, Variable, WafCondition } from './condition-schema.ts';
import { type IpRange, isInRange, parseAddress, parseRange } from './ip-range.ts';
import type { GeoOf, RequestFacts } from './request-facts.ts';
import { readValue } from './request-value.ts';
import { applyTransforms, type Transform } from './transforms.ts';

/** A condition that was checked, with what its values mean to its operator. */
export type Condition = {
  readonly variable: Variable;
  readonly selector: string | undefined;
  readonly operator: Operator;
  readonly negate: boolean;
  readonly transforms: readonly Transform[];
  readonly values: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly ranges: readonly IpRange[];
};

/** Makes a checked condition ready to be asked. */
export function prepareCondition(spec: RuleCondition | WafCondition): Condition {
  const { variable, selector, operator, negate, transforms, values } = spec;
  const patterns = operator === 'RegEx' ? values : operator === 'Wildcard' ? values.map(wildcardSource) : [];
  const ranges = operator === 'IPMatch' ? values.flatMap((value) => parseRange(value) ?? []) : [];
  return {
    variable,
    selector: variable === 'RequestHeader' ? selector?.toLowerCase() : selector,
    operator,
    negate,
    transforms,
    values,
    patterns: patterns.map((source) => new RegExp(source)),
    ranges,
  };
}

/**
 * Says whether a condition holds for a request. One of its values is enough; where the request lacks what it looks at, no
 * operator matches, so that the negated condition holds.
 */
export function conditionHolds(condition: Condition, facts: RequestFacts, geoOf: GeoOf): boolean {
  const found = readValue(condition.variable, condition.selector, facts);
  const value = found === undefined ? undefined : applyTransforms(found, condition.transforms);
  return (value !== undefined && matches(condition, value, geoOf)) !== condition.negate;
}

/** Says whether the beginning of the body must be read before these conditions can be asked. */
export function looksAtBody(conditions: readonly Condition[]): boolean {
  return conditions.some(({ variable }) => variable === 'RequestBody' || variable === 'PostArgs');
}

function matches({ operator, values, patterns, ranges }: Condition, value: string, geoOf: GeoOf): boolean {
  switch (operator) {
    case 'Any':
      return value !== '';
    case 'Equal':
      return values.includes(value);
    case 'Contains':
      return values.some((wanted) => value.includes(wanted));
    case 'BeginsWith':
      return values.some((wanted) => value.startsWith(wanted));
    case 'EndsWith':
      return values.some((wanted) => value.endsWith(wanted));
    // Front Door compares the length, whatever the value is.
    case 'LessThan':
      return values.some((wanted) => value.length < Number(wanted));
    case 'LessThanOrEqual':
      return values.some((wanted) => value.length <= Number(wanted));
    case 'GreaterThan':
      return values.some((wanted) => value.length > Number(wanted));
    case 'GreaterThanOrEqual':
      return values.some((wanted) => value.length >= Number(wanted));
    case 'RegEx':
    case 'Wildcard':
      return patterns.some((pattern) => pattern.test(value));
    case 'IPMatch':
      return isInOne(value, ranges);
    case 'GeoMatch':
      return values.includes(geoOf(value) ?? '');
  }
}

function isInOne(text: string, ranges: readonly IpRange[]): boolean {
  const address = parseAddress(text);
  return address !== undefined && ranges.some((range) => isInRange(address, range));
}

function wildcardSource(wildcard: string): string {
  const parts = wildcard.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return `^${parts.join('[^]*')}$`;
}
