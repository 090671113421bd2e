import { type IncomingHttpHeaders, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';

export type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a private authority, where there is one. */
  readonly ca?: string;
};
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly kind: 'none'; readonly why: string };

const WAIT_MS = 10_000;
const BODY_AT_MOST = 64 * 1024;

/** One request without following redirects; what could not be reached is an answer too. */
export function ask(url: URL, { method = 'GET', headers = {}, ca }: Asked = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestSecure : requestPlain;
    const options = { method, headers, agent: false, timeout: WAIT_MS, ...(ca !== undefined && { ca }) };
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = () =>
        resolve({
          kind: 'answer',
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= BODY_AT_MOST) chunks.push(chunk);
        else answer.destroy();
      });
      answer.once('error', end);
      answer.once('close', end);
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', (error: NodeJS.ErrnoException) => resolve({ kind: 'none', why: error.code ?? error.message }));
    sent.end();
  });
}
