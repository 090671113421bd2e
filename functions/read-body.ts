import type { z } from 'zod';
import { Fault } from '../shared/domain/faults.ts';
import { issueSentence } from './issue-sentence.ts';

/** The body's bytes, at most `limit` of them; more is the fault `body-too-large`, found while reading. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw new Fault('body-too-large', { limitBytes: limit });
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of request.body) {
    total += chunk.byteLength;
    if (total > limit) throw new Fault('body-too-large', { limitBytes: limit });
    chunks.push(chunk);
  }
  const body = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

/** The body as JSON; the fault says that it is none. */
export function parseJson(body: Uint8Array, contentType: string | null): unknown {
  if (contentType !== null && !/^application\/(?:[\w.+-]*\+)?json\b/i.test(contentType)) {
    throw new Fault('media-type-unsupported', { wanted: 'application/json' });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new Fault('request-invalid', { what: 'The request body is not valid JSON.' }, { cause });
  }
}

/** Our own API: exact names, nothing unknown. The fault names the first place that is wrong. */
export function readStrict<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Fault('request-invalid', {
    what: issue === undefined ? 'The request body does not have the expected shape' : issueSentence(issue),
    where: issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.'),
  });
}

/** Power BI's API: names without regard to case, unknown members ignored, as the original reads them. */
export function readLenient<S extends z.ZodObject>(schema: S, value: unknown): z.output<S> {
  const names = new Map(Object.keys(schema.shape).map((name) => [name.toLowerCase(), name]));
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const known = entries.flatMap(([name, member]) => {
    const wanted = names.get(name.toLowerCase());
    return wanted === undefined ? [] : [[wanted, member] as const];
  });
  return readStrict(schema, Object.fromEntries(known));
}
