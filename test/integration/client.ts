import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Start, untilDefined } from '../../dev/samples/api-client.ts';
import { Import, TemporaryUploadLocation } from '../../shared/contract/power-bi.ts';

/** One answer, read to its end. */
export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string };

/** A signed-in person as an HTTP client of the public address. */
export type Client = {
  readonly signInName: string;
  readonly token: string;
  /** Calls `/path` and answers whatever comes. */
  send(method: string, path: string, body?: unknown): Promise<Reply>;
  /** The same, where anything but success with this shape is a failure. */
  call<T extends z.ZodType>(shape: T, method: string, path: string, body?: unknown): Promise<z.infer<T>>;
  /** Asks for an upload place and puts the content there; answers the place's address. */
  put(content: Uint8Array<ArrayBuffer> | string, group?: string): Promise<string>;
  /** Upload place, PUT, import, and waiting for its end, whichever it is. */
  upload(file: UploadedFile, group?: string): Promise<z.infer<typeof Import>>;
};
/** A file by its path, or by name and content. */
export type UploadedFile = string | { readonly name: string; readonly content: Uint8Array<ArrayBuffer> | string };

export const API = '/v1.0/myorg';
export const OURS = '/azimuth/v1';
/** For answers whose content does not matter. */
export const Anything = z.unknown();
const IMPORT_TIMEOUT_MS = 60_000;

export function createClient(url: string, signInName: string, token: string): Client {
  const send: Client['send'] = async (method, path, body) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return request(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const call: Client['call'] = async (shape, method, path, body) => {
    const { status, text } = await send(method, path, body);
    if (status >= 300) throw new Error(`${signInName}: ${method} ${path} was answered ${status}: ${text}`);
    return shape.parse(text === '' ? undefined : JSON.parse(text));
  };
  const put: Client['put'] = async (content, group = '') => {
    const place = await call(TemporaryUploadLocation, 'POST', `${API}${group}/imports/createTemporaryUploadLocation`);
    const { status, text } = await putBlob(place.url, content);
    if (status !== 201) throw new Error(`The upload was answered ${status}: ${text}`);
    return place.url;
  };
  return {
    signInName,
    token,
    send,
    call,
    put,
    async upload(file, group = '') {
      const { name, content } = typeof file === 'string' ? await readUpload(file) : file;
      const fileUrl = await put(content, group);
      const path = `${API}${group}/imports`;
      const begun = await call(Import, 'POST', `${path}?datasetDisplayName=${encodeURIComponent(name)}`, { fileUrl });
      return untilDefined(`The import of ${name}`, IMPORT_TIMEOUT_MS, async () => {
        const now = await call(Import, 'GET', `${path}/${begun.id}`);
        return now.importState === 'Publishing' ? undefined : now;
      });
    },
  };
}

/** A plain HTTP request, its answer read to the end. */
export async function request(url: string, init: RequestInit = {}): Promise<Reply> {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

export function putBlob(address: string, content: Uint8Array<ArrayBuffer> | string): Promise<Reply> {
  return request(address, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: content });
}

/** An access token of a sample account, as a script gets one. */
export async function accessToken(start: Start, signInName: string): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: start.clientId,
    username: signInName,
    password: 'azimuth',
    scope: start.scope,
  });
  const { text } = await request(start.tokenEndpoint, { method: 'POST', body: form });
  return z.object({ access_token: z.string() }).parse(JSON.parse(text)).access_token;
}

/** The fault's code and message, from an answer that must be an error envelope with nothing beside it. */
export function errorOf({ text }: Pick<Reply, 'text'>): { readonly code: string; readonly message: string } {
  const Envelope = z.strictObject({
    error: z.strictObject({ code: z.string(), message: z.string(), requestId: z.string() }),
  });
  const { code, message } = Envelope.parse(JSON.parse(text)).error;
  return { code, message };
}

async function readUpload(path: string): Promise<{ name: string; content: Uint8Array<ArrayBuffer> }> {
  return { name: basename(path), content: new Uint8Array(await readFile(path)) };
}
