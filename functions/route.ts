/**
 * A role is a table of routes. The same table is registered with Azure Functions (`azure-functions.ts`) and served by
 * the local host (`dev/host`); handlers speak the web's own terms and know neither.
 */
export type Route = {
  /** The function's name. Azure Functions tries routes in the order of their names: a catch-all sorts last. */
  readonly name: string;
  readonly methods: readonly Method[];
  /** `/a/{b}/c`; `{*rest}` at the end takes what is left. Literals are compared without regard to case. */
  readonly path: string;
  readonly handler: Handler;
};
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
export type Handler = (request: Request, invocation: Invocation) => Promise<Response>;

export type Invocation = {
  /** Fires when the client has gone or the host stops; Azure Functions has no such signal, there it never fires. */
  readonly signal: AbortSignal;
  readonly log: Log;
};

/** Work that the clock starts. */
export type Timer = {
  readonly name: string;
  /** Six fields, seconds first, as Azure Functions reads it. */
  readonly schedule: string;
  readonly everyMs: number;
  readonly run: (invocation: Invocation) => Promise<void>;
};

/** One structured line. Never a token, a query string or a value of a user's data. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, facts?: Readonly<Record<string, unknown>>) => void;

/** The parameters of a path that fits the template, decoded; undefined where it does not fit. */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split('/').slice(1);
  const given = path.split('/').slice(1);
  const parameters: Record<string, string> = Object.create(null);
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('{*')) return parameters;
    const segment = given[index];
    if (segment === undefined) return undefined;
    if (!part.startsWith('{')) {
      if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
      continue;
    }
    const value = decode(segment);
    if (value === undefined || value === '') return undefined;
    parameters[part.slice(1, -1)] = value;
  }
  return wanted.length === given.length ? parameters : undefined;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
