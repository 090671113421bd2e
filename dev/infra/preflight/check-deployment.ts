import { type Answer, ask } from './ask.ts';
import { closedOrigin } from './closed-origin.ts';
import { type Finding, right, unknown, wrong } from './finding.ts';
import { tlsVersions } from './tls-versions.ts';

export type Deployment = {
  readonly target: URL;
  /** Addresses behind the edge, which must refuse whoever comes directly. */
  readonly closed: readonly URL[];
  readonly ca?: string;
};

/** Looks at a deployment from outside, as a stranger would: nothing is signed in, written or guessed. */
export async function checkDeployment({ target, closed, ca }: Deployment): Promise<readonly Finding[]> {
  const options = ca === undefined ? {} : { ca };
  const at = (path: string) => new URL(path, target);
  const start = await ask(at('/.well-known/azimuth'), options);
  if (start.kind === 'none') return [wrong(`answers at ${target.origin}`, start.why)];
  const isSecure = target.protocol === 'https:';
  const page = await ask(at('/'), options);
  return [
    ...(isSecure
      ? await tlsVersions({ host: target.hostname, port: Number(target.port || 443), ...options })
      : [unknown('TLS versions', `${target.origin} is plain HTTP; only a stack on this machine may be`)]),
    startDocument(start, target),
    ...securityHeaders(page, isSecure),
    unauthenticated(await ask(at('/v1.0/myorg/groups'), options), 'the API refuses a call without a token'),
    unauthenticated(
      await ask(at('/v1.0/myorg/groups'), { ...options, headers: PRETENDED }),
      'the API refuses headers that pretend to be the platform',
    ),
    notInternal(await ask(at('/internal/presentation/v1.0/myorg/groups'), options)),
    refused(await ask(at('/'), { ...options, method: 'TRACE' }), 'TRACE is refused'),
    keyless(await ask(at('/v1.0/myorg/groups?code=any&sig=any'), options)),
    ...(await Promise.all(closed.map((origin) => closedOrigin(origin, options)))),
  ];
}

/** What App Service says of a caller that it has signed in: from a client it must mean nothing. */
const PRETENDED = {
  'X-MS-CLIENT-PRINCIPAL': Buffer.from('{"claims":[]}').toString('base64'),
  'X-MS-CLIENT-PRINCIPAL-ID': '00000000-0000-4000-8000-000000000000',
  'X-Forwarded-For': '127.0.0.1',
  'X-Azure-FDID': '00000000-0000-4000-8000-000000000000',
};

function startDocument(answer: Extract<Answer, { readonly kind: 'answer' }>, target: URL): Finding {
  const what = 'the start document names this host, over https';
  if (answer.status !== 200) return wrong(what, `it was answered with ${answer.status}`);
  const base = /"apiBase"\s*:\s*"([^"]+)"/.exec(answer.body)?.[1];
  if (base === undefined || !URL.canParse(base)) return wrong(what, 'it holds no apiBase');
  const { origin, protocol } = new URL(base);
  if (origin !== target.origin) return wrong(what, `it names ${origin}`);
  return protocol === 'https:' ? right(what) : unknown(what, 'this host is plain HTTP');
}

function securityHeaders(page: Answer, isSecure: boolean): readonly Finding[] {
  if (page.kind === 'none') return [wrong('the page is served', page.why)];
  const has = (name: string, pattern: RegExp): Finding => {
    const value = String(page.headers[name] ?? '');
    return pattern.test(value)
      ? right(`${name} is sent`)
      : wrong(`${name} is sent`, value === '' ? 'it is missing' : value);
  };
  const server = String(page.headers['x-powered-by'] ?? '');
  return [
    has('x-content-type-options', /^nosniff$/i),
    has('referrer-policy', /^(no-referrer|same-origin|strict-origin)/i),
    has('content-security-policy', /default-src|script-src/i),
    has('cache-control', /no-store|no-cache/i),
    ...(isSecure ? [has('strict-transport-security', /max-age=\d{7,}/i)] : []),
    server === '' ? right('x-powered-by is not sent') : wrong('x-powered-by is not sent', server),
  ];
}

function unauthenticated(answer: Answer, what: string): Finding {
  if (answer.kind === 'none') return unknown(what, answer.why);
  return answer.status === 401 ? right(what) : wrong(what, `it answered ${answer.status}`);
}

/** A function key or a signature in the query opens nothing. */
function keyless(answer: Answer): Finding {
  return unauthenticated(answer, 'no key in an address opens the API');
}

/** The Web Front End may show its page on any path; an internal role would answer in JSON, if only to refuse. */
function notInternal(answer: Answer): Finding {
  const what = 'no route leads to an internal role';
  if (answer.kind === 'none') return unknown(what, answer.why);
  const isPage = String(answer.headers['content-type'] ?? '').startsWith('text/html');
  return isPage || answer.status === 404 || answer.status === 405
    ? right(what)
    : wrong(what, `it answered ${answer.status}`);
}

function refused(answer: Answer, what: string): Finding {
  if (answer.kind === 'none') return right(what);
  return answer.status >= 400 && answer.status < 500 ? right(what) : wrong(what, `it answered ${answer.status}`);
}
