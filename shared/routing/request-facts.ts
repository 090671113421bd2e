/** What rules and the firewall may look at in a request. Header names are lower-case. */
export type RequestFacts = {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly httpVersion: '1.0' | '1.1' | '2.0';
  /** The `Host` header. */
  readonly host: string;
  readonly path: string;
  /** Empty, or with its `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Who asked, as far as the edge believes it; the same as the socket's where nobody in front of us is trusted. */
  readonly clientAddress: string;
  readonly socketAddress: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly tlsVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** The beginning of the body, where a condition looks at it (`looksAtBody`). */
  readonly body?: string;
};

/** The country of an address as two capital letters; undefined where it is not known. */
export type GeoOf = (address: string) => string | undefined;

/** One value of a cookie; undefined where the request has none of that name. */
export function cookieOf(headers: RequestFacts['headers'], name: string): string | undefined {
  for (const part of textOf(headers['cookie'])?.split(';') ?? []) {
    const mark = part.indexOf('=');
    if (mark !== -1 && part.slice(0, mark).trim() === name) return part.slice(mark + 1).trim();
  }
  return undefined;
}

/** A header as one text, as it would be with its lines joined. */
export function textOf(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : value.join(', ');
}
