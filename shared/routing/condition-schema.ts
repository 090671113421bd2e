import { z } from 'zod';
import { parseRange } from './ip-range.ts';

/** What a request is matched by, in rules and in the firewall. */

const TEXT = [
  'Any',
  'Equal',
  'Contains',
  'BeginsWith',
  'EndsWith',
  'LessThan',
  'LessThanOrEqual',
  'GreaterThan',
  'GreaterThanOrEqual',
  'RegEx',
] as const;
const Operator = z.enum([...TEXT, 'Wildcard', 'IPMatch', 'GeoMatch']);
export type Operator = z.infer<typeof Operator>;

const RULE_VARIABLES = [
  'ClientPort',
  'Cookies',
  'HostName',
  'HttpVersion',
  'IsDevice',
  'PostArgs',
  'QueryString',
  'RemoteAddress',
  'RequestBody',
  'RequestHeader',
  'RequestMethod',
  'RequestScheme',
  'RequestUri',
  'ServerPort',
  'SocketAddr',
  'SslProtocol',
  'UrlFileExtension',
  'UrlFileName',
  'UrlPath',
] as const;
/** The firewall's words differ a little. */
const WAF_VARIABLES = [
  'Cookies',
  'PostArgs',
  'QueryString',
  'RemoteAddr',
  'RequestBody',
  'RequestHeader',
  'RequestMethod',
  'RequestUri',
  'SocketAddr',
] as const;
export type Variable = (typeof RULE_VARIABLES)[number] | (typeof WAF_VARIABLES)[number];

/** The variables that do not take the operators of text. */
const OPERATORS: { readonly [V in Variable]?: readonly Operator[] } = {
  HttpVersion: ['Equal'],
  IsDevice: ['Equal'],
  RequestScheme: ['Equal'],
  SslProtocol: ['Equal'],
  RemoteAddr: ['Any', 'IPMatch', 'GeoMatch'],
  RemoteAddress: ['Any', 'IPMatch', 'GeoMatch'],
  SocketAddr: ['Any', 'IPMatch', 'GeoMatch'],
  UrlPath: [...TEXT, 'Wildcard'],
};

const WITH_SELECTOR: readonly Variable[] = ['Cookies', 'PostArgs', 'RequestHeader'];
/** Where only these values mean anything. */
const FIXED_VALUES: { readonly [V in Variable]?: readonly string[] } = {
  HttpVersion: ['2.0', '1.1', '1.0'],
  IsDevice: ['Mobile', 'Desktop'],
  RequestScheme: ['HTTP', 'HTTPS'],
  SslProtocol: ['TLSv1.2', 'TLSv1.3'],
};

type Stated = {
  readonly variable: Variable;
  readonly selector?: string | undefined;
  readonly operator: Operator;
  readonly values: readonly string[];
};

const condition = <const V extends Variable>(variables: readonly V[]) =>
  z
    .strictObject({
      variable: z.enum(variables),
      selector: z.string().min(1).max(128).optional(),
      operator: Operator,
      negate: z.boolean().default(false),
      values: z.array(z.string().min(1).max(2048)).max(100).default([]),
      transforms: z
        .array(z.enum(['Lowercase', 'Uppercase', 'Trim', 'UrlDecode', 'UrlEncode', 'RemoveNulls']))
        .max(6)
        .default([]),
    })
    .superRefine((stated, context) => {
      const refuse = (path: readonly PropertyKey[], message: string) =>
        context.addIssue({ code: 'custom', path: [...path], message });
      checkShape(stated, OPERATORS[stated.variable] ?? TEXT, refuse);
      stated.values.forEach((value, index) => {
        const what = valueProblem(stated, value);
        if (what !== undefined) refuse(['values', index], what);
      });
    });

function checkShape(
  { variable, selector, operator, values }: Stated,
  operators: readonly Operator[],
  refuse: (path: readonly PropertyKey[], message: string) => void,
): void {
  if (!operators.includes(operator)) refuse(['operator'], `${variable} takes ${operators.join(', ')}`);
  if (WITH_SELECTOR.includes(variable) !== (selector !== undefined)) {
    refuse(['selector'], `is needed by ${WITH_SELECTOR.join(', ')}, and not allowed with the others`);
  }
  if ((operator === 'Any') !== (values.length === 0)) {
    refuse(['values'], 'are needed by every operator but Any, and not allowed with Any');
  }
}

function valueProblem({ variable, operator }: Stated, value: string): string | undefined {
  const fixed = FIXED_VALUES[variable];
  if (fixed !== undefined) return fixed.includes(value) ? undefined : `must be one of ${fixed.join(', ')}`;
  switch (operator) {
    case 'IPMatch':
      return parseRange(value) === undefined ? 'must be an address or a range such as "203.0.113.0/24"' : undefined;
    case 'GeoMatch':
      return /^[A-Z]{2}$/.test(value) ? undefined : 'must be a country code of two capital letters';
    case 'RegEx':
      return regexProblem(value);
    case 'LessThan':
    case 'LessThanOrEqual':
    case 'GreaterThan':
    case 'GreaterThanOrEqual':
      return /^\d{1,5}$/.test(value) ? undefined : 'must be a whole number: it is compared with the length';
    case 'Wildcard':
    case 'Equal':
    case 'BeginsWith':
      return variable === 'UrlPath' && value.startsWith('/') ? 'must be written without the leading "/"' : undefined;
    case 'Any':
    case 'Contains':
    case 'EndsWith':
      return undefined;
  }
}

/** Front Door takes neither look-around, nor back-references, nor atomic groups. */
function regexProblem(source: string): string | undefined {
  if (/\(\?(?!:)|\\[1-9k]/.test(source)) return 'may hold neither look-around nor back-references';
  try {
    new RegExp(source);
    return undefined;
  } catch {
    return 'is no regular expression';
  }
}

export const RuleCondition = condition(RULE_VARIABLES);
export const WafCondition = condition(WAF_VARIABLES);
export type RuleCondition = Readonly<z.infer<typeof RuleCondition>>;
export type WafCondition = Readonly<z.infer<typeof WafCondition>>;
