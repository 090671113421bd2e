import { Agent, request } from 'node:https';

/** One container of a blob account, as far as copying it needs. Anything but success rejects. */
export type BlobContainer = {
  /** Every blob by its name, with its version and, of a copy, the version that it was copied from. */
  list(): Promise<ReadonlyMap<string, BlobVersion>>;
  get(name: string): Promise<Buffer>;
  /** Puts a copy of that version. It is there whole, or as it was before. */
  put(name: string, content: Buffer, of: string): Promise<void>;
  remove(name: string): Promise<void>;
};
export type BlobVersion = { readonly version: string; readonly copyOf: string | undefined };

type Access = { readonly port: number; readonly ca: Buffer; readonly token: () => Promise<string> };

const VERSION = '2025-07-05';
const PATIENCE_MS = 10_000;

/** A container over https, with the token of a managed identity. */
export function blobContainer({ port, ca, token }: Access, account: string, container: string): BlobContainer {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 2 });

  async function send(method: string, path: string, more: Readonly<Record<string, string>> = {}, body?: Buffer) {
    const headers = {
      authorization: `Bearer ${await token()}`,
      'x-ms-version': VERSION,
      'content-length': String(body?.byteLength ?? 0),
      ...more,
    };
    const full = `/${account}/${container}${path}`;
    return new Promise<Buffer>((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, method, path: full, agent, headers, timeout: PATIENCE_MS });
      call.once('timeout', () => call.destroy(new Error('The blob store takes too long.')));
      call.once('error', reject);
      call.once('response', (response) => {
        const chunks: Buffer[] = [];
        const { statusCode: status = 0 } = response;
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          if (status < 300) resolve(Buffer.concat(chunks));
          else reject(new Error(`The blob store answered ${status}.`));
        });
      });
      call.end(body);
    });
  }

  return {
    async list() {
      const found = new Map<string, BlobVersion>();
      let marker: string | undefined = '';
      while (marker !== undefined) {
        const page: string = (
          await send('GET', `?restype=container&comp=list&include=metadata&marker=${encodeURIComponent(marker)}`)
        ).toString('utf8');
        for (const [, blob = ''] of page.matchAll(/<Blob>(.*?)<\/Blob>/gs)) {
          const [name, version] = [textOf(blob, 'Name'), textOf(blob, 'Etag')];
          if (name !== undefined && version !== undefined) found.set(name, { version, copyOf: textOf(blob, 'copyof') });
        }
        marker = textOf(page, 'NextMarker');
      }
      return found;
    },
    get: (name) => send('GET', `/${name}`),
    async put(name, content, of) {
      await send('PUT', `/${name}`, { 'x-ms-blob-type': 'BlockBlob', 'x-ms-meta-copyof': of }, content);
    },
    async remove(name) {
      await send('DELETE', `/${name}`);
    },
  };
}

/** Our blobs' names and versions hold no sign that XML would write in another way, but for the version's quotes. */
function textOf(xml: string, tag: string): string | undefined {
  const text = new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(xml)?.[1];
  return text?.replaceAll('&quot;', '').replaceAll('"', '');
}
