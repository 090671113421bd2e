/** A request as Front Door's rules and its firewall see it. */
export type Seen = {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly scheme: 'http' | 'https';
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
  /** What only the conditions of rules look at. */
  readonly httpVersion?: string;
  readonly tlsVersion?: string;
  readonly clientPort?: number;
};

export type Test = {
  readonly variable: string;
  readonly selector: string | undefined;
  readonly operator: string;
  readonly negate: boolean;
  readonly values: readonly string[];
  readonly transforms: readonly string[];
};

/** Whether a condition holds: any of its values does, or with `negateCondition` none. */
export function holds(test: Test, seen: Seen): boolean {
  const value = seenValue(test.variable, test.selector, seen);
  return found(test, value) !== test.negate;
}

function found({ operator, values, transforms, variable }: Test, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (operator === 'Any') return value !== '';
  const text = transforms.reduce(transform, value);
  const isCaseless = variable === 'RequestMethod' || variable === 'HostName';
  return values.some((wanted) =>
    compare(operator, isCaseless ? text.toUpperCase() : text, isCaseless ? wanted.toUpperCase() : wanted),
  );
}

function seenValue(variable: string, selector: string | undefined, seen: Seen): string | undefined {
  switch (variable) {
    case 'RequestMethod':
      return seen.method;
    case 'RequestUri':
      return `${seen.scheme}://${seen.host}:${seen.scheme === 'https' ? 443 : 80}${seen.path}${seen.query === '' ? '' : `?${seen.query}`}`;
    case 'RequestHeader':
      return seen.headers[(selector ?? '').toLowerCase()];
    case 'QueryString':
      return seen.query;
    case 'UrlPath':
      return seen.path.slice(1);
    case 'HostName':
      return seen.host;
    case 'UrlFileName':
      return fileName(seen.path);
    case 'UrlFileExtension': {
      const [, ...after] = fileName(seen.path).split('.');
      return after.at(-1);
    }
    case 'Cookies':
      return cookieOf(seen.headers['cookie'] ?? '', selector ?? '');
    case 'HttpVersion':
      return seen.httpVersion;
    case 'SslProtocol':
      return seen.tlsVersion;
    case 'ClientPort':
      return String(seen.clientPort);
    case 'RequestScheme':
      return seen.scheme.toUpperCase();
    case 'SocketAddr':
    case 'RemoteAddr':
    case 'RemoteAddress':
      return seen.address;
    default:
      throw new Error(`the interpreter knows no variable ${variable}: teach it, or the vectors prove nothing`);
  }
}

function fileName(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function cookieOf(header: string, name: string): string | undefined {
  const pairs = header.split('; ').map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

function transform(text: string, name: string): string {
  switch (name) {
    case 'Lowercase':
      return text.toLowerCase();
    case 'Uppercase':
      return text.toUpperCase();
    case 'Trim':
      return text.trim();
    case 'RemoveNulls':
      return text.replaceAll('\0', '');
    case 'UrlDecode':
      return decodeURIComponent(text);
    case 'UrlEncode':
      return encodeURIComponent(text);
    default:
      throw new Error(`the interpreter knows no transform ${name}`);
  }
}

function compare(operator: string, text: string, wanted: string): boolean {
  switch (operator) {
    case 'Equal':
      return text === wanted;
    case 'Contains':
      return text.includes(wanted);
    case 'BeginsWith':
      return text.startsWith(wanted);
    case 'EndsWith':
      return text.endsWith(wanted);
    case 'Wildcard':
      return new RegExp(`^${wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);
    case 'RegEx':
      return new RegExp(wanted).test(text);
    case 'LessThan':
      return text.length < Number(wanted);
    case 'LessThanOrEqual':
      return text.length <= Number(wanted);
    case 'GreaterThanOrEqual':
      return text.length >= Number(wanted);
    case 'GreaterThan':
      return text.length > Number(wanted);
    case 'IPMatch':
      return wanted === text || isWithin(text, wanted);
    default:
      throw new Error(`the interpreter knows no operator ${operator}`);
  }
}

/** Version 4 ranges; an address of version 6 is compared whole. */
function isWithin(address: string, range: string): boolean {
  const [base = '', length = ''] = range.split('/');
  if (length === '' || range.includes(':') || address.includes(':')) return false;
  const bits = (text: string) =>
    text
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  return bits(address).startsWith(bits(base).slice(0, Number(length)));
}
