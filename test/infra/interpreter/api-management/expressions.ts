import type { Call } from './call.ts';
import type { Policy } from './policy-xml.ts';

/**
 * The C# that the generator can print, and no other: each form with what it means. An expression that fits none throws, so
 * that a new one is taught before the vectors can pass.
 */

type Meaning = (call: Call, ...parts: string[]) => unknown;
const STRING = String.raw`"((?:[^"\\]|\\.)*)"`;
const PATH_TEST = String.raw`context\.Request\.OriginalUrl\.Path\.(StartsWith|Equals)\(${STRING}, StringComparison\.OrdinalIgnoreCase\)`;
const NAME_TEST = String.raw`k\.Replace\("_", "-"\)\.(StartsWith|Equals)\(${STRING}, StringComparison\.OrdinalIgnoreCase\)`;
const STATUS_TEST = String.raw`\(context\.Response\.StatusCode >= (\d+) && context\.Response\.StatusCode <= (\d+)\)`;
const ADDRESS = String.raw`"address " \+ context\.Request\.Headers\.GetValueOrDefault\("X-Azure-SocketIP", context\.Request\.IpAddress\)`;
const someOf = (test: string): string => `(${plain(test)}(?: \\|\\| ${plain(test)})*)`;

const FORMS: readonly (readonly [RegExp, Meaning])[] = [
  [/^\((\d+)\)$/, (_, digits = '') => Number(digits)],
  [/^\(\(int\)context\.Variables\["(\w+)"\]\)$/, ({ variables }, name = '') => Number(variables.get(name))],
  [/^\(context\.LastError\.Reason == "(\w+)"\)$/, ({ reason }, wanted) => reason === wanted],
  [/^\(context\.Response\.StatusCode == (\d+)\)$/, ({ response }, status) => response.status === Number(status)],
  [
    whole(`\\(${someOf(PATH_TEST)}\\)`),
    ({ request }, tests = '') => anyOf(tests, PATH_TEST, (how, text) => compare(how, request.path, text)),
  ],
  [
    whole(String.raw`\(context\.Request\.Headers\.Keys\.Any\(k => ${someOf(NAME_TEST)}\)\)`),
    ({ headers }, tests = '') =>
      anyOf(tests, NAME_TEST, (how, text) =>
        [...headers.keys()].some((key) => compare(how, key.replaceAll('_', '-'), text)),
      ),
  ],
  [
    whole(`\\(${someOf(STATUS_TEST)}\\)`),
    ({ response }, tests = '') =>
      anyOf(tests, STATUS_TEST, (min, max) => response.status >= Number(min) && response.status <= Number(max)),
  ],
  [whole(String.raw`\(${STRING} \+ ${ADDRESS}\)`), (call, scope = '') => `${text(scope)}${addressOf(call)}`],
  [
    whole(
      String.raw`\{ var jwt = \(Jwt\)context\.Variables\["jwt"\]; var tid = jwt\.Claims\.GetValueOrDefault\("tid", ""\); return ${STRING} \+ \(tid == "" \? ${ADDRESS} : "tenant " \+ tid\); \}`,
    ),
    (call, scope = '') => {
      const tid = claimOf(call, 'tid');
      return text(scope) + (tid === '' ? addressOf(call) : `tenant ${tid}`);
    },
  ],
  [
    whole(
      String.raw`\{ var jwt = \(Jwt\)context\.Variables\["jwt"\]; var tid = jwt\.Claims\.GetValueOrDefault\("tid", ""\); var oid = jwt\.Claims\.GetValueOrDefault\("oid", ""\); return ${STRING} \+ \(tid == "" \|\| oid == "" \? ${ADDRESS} : "person " \+ tid \+ "/" \+ oid\); \}`,
    ),
    (call, scope = '') => {
      const [tid, oid] = [claimOf(call, 'tid'), claimOf(call, 'oid')];
      return text(scope) + (tid === '' || oid === '' ? addressOf(call) : `person ${tid}/${oid}`);
    },
  ],
  [
    whole(String.raw`\(context\.LastError\.Reason == "(\w+)" \? ${STRING} : ${STRING}\)`),
    ({ reason }, wanted, yes = '', no = '') => text(reason === wanted ? yes : no),
  ],
  [
    whole(
      String.raw`\{ var codes = new Dictionary<string, string> \{ (.+?) \}; string code; if \(!codes\.TryGetValue\(context\.LastError\.Reason \?\? "", out code\)\) \{ code = context\.Response\.StatusCode == (\d+) \? ${STRING} : ${STRING}; \} return new JObject\(new JProperty\("error", new JObject\(new JProperty\("code", code\), new JProperty\("message", ${STRING}\), new JProperty\("requestId", context\.RequestId\)\)\)\)\.ToString\(\); \}`,
    ),
    ({ reason, response }, pairs = '', status = '', then = '', otherwise = '', message = '') => {
      const codes = new Map([...pairs.matchAll(/\{"(\w+)", "(\w+)"\}/g)].map(([, key, code]) => [key, code]));
      const code = codes.get(reason) ?? (response.status === Number(status) ? then : otherwise);
      return JSON.stringify({ error: { code, message: text(message), requestId: 'the-request' } });
    },
  ],
];

/** Every expression in a document, be it ever evaluated or not, that the table has no form for. */
export function unknownExpressions({ attributes, children, text }: Policy): readonly string[] {
  const own = [...Object.values(attributes), text].filter((value) => value.trimStart().startsWith('@'));
  return [
    ...own.filter((value) => !FORMS.some(([form]) => form.test(value.slice(1)))),
    ...children.flatMap(unknownExpressions),
  ];
}

/** What a value of a policy is for a call: itself, or what its expression says. */
export function evaluate(value: string, call: Call): unknown {
  if (!value.startsWith('@')) return value;
  for (const [form, meaning] of FORMS) {
    const found = form.exec(value.slice(1));
    if (found !== null) return meaning(call, ...found.slice(1));
  }
  throw new Error(`the interpreter knows no expression like ${value}: teach it, or the vectors prove nothing`);
}

/** A pattern whose groups catch nothing. */
function plain(source: string): string {
  return source.replace(/(?<!\\)\((?!\?)/g, '(?:');
}

function whole(source: string): RegExp {
  return new RegExp(`^${source}$`);
}

function anyOf(tests: string, form: string, holds: (one: string, other: string) => boolean): boolean {
  return [...tests.matchAll(new RegExp(form, 'g'))].some(([, one = '', other = '']) => holds(one, other));
}

function compare(how: string, value: string, wanted: string): boolean {
  const [one, other] = [value.toLowerCase(), text(wanted).toLowerCase()];
  return how === 'Equals' ? one === other : one.startsWith(other);
}

function text(literal: string): string {
  return literal.replace(/\\(.)/g, '$1');
}

function addressOf({ headers, request }: Call): string {
  return `address ${headers.get('x-azure-socketip') ?? request.address}`;
}

function claimOf({ variables }: Call, name: string): string {
  const claims = variables.get('jwt');
  if (typeof claims !== 'object' || claims === null) throw new Error('no policy before this one has kept a token');
  const claim: unknown = Reflect.get(claims, name);
  return typeof claim === 'string' ? claim : '';
}
