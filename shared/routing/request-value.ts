import type { Variable } from './condition-schema.ts';
import { cookieOf, type RequestFacts, textOf } from './request-facts.ts';

/** What a condition looks at, as text; undefined where the request has no such thing. */
export function readValue(variable: Variable, selector = '', facts: RequestFacts): string | undefined {
  switch (variable) {
    case 'ClientPort':
      return String(facts.clientPort);
    case 'ServerPort':
      return String(facts.serverPort);
    case 'Cookies':
      return cookieOf(facts.headers, selector);
    case 'HostName':
      return facts.host.replace(/:\d+$/, '');
    case 'HttpVersion':
      return facts.httpVersion;
    case 'IsDevice':
      return /Mobi|Android|iPhone|iPad/i.test(textOf(facts.headers['user-agent']) ?? '') ? 'Mobile' : 'Desktop';
    case 'PostArgs':
      return postArgument(selector, facts);
    case 'QueryString':
      return facts.query.slice(1);
    case 'RemoteAddr':
    case 'RemoteAddress':
      return facts.clientAddress;
    case 'SocketAddr':
      return facts.socketAddress;
    case 'RequestBody':
      return facts.body;
    case 'RequestHeader':
      return textOf(facts.headers[selector]);
    case 'RequestMethod':
      return facts.method;
    case 'RequestScheme':
      return facts.scheme.toUpperCase();
    case 'RequestUri':
      return `${facts.scheme}://${facts.host}${facts.path}${facts.query}`;
    case 'SslProtocol':
      return facts.tlsVersion;
    case 'UrlPath':
      return facts.path.slice(1);
    case 'UrlFileName':
      return fileName(facts.path);
    case 'UrlFileExtension':
      return /\.([^.]*)$/.exec(fileName(facts.path))?.[1];
  }
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Only a form posted as `application/x-www-form-urlencoded` has arguments. */
function postArgument(name: string, { body, headers, method }: RequestFacts): string | undefined {
  const type = textOf(headers['content-type'])?.toLowerCase() ?? '';
  if (body === undefined || method !== 'POST' || !type.startsWith('application/x-www-form-urlencoded'))
    return undefined;
  return new URLSearchParams(body).get(name) ?? undefined;
}
