import type { z } from 'zod';
import { Problem, problemOf, readJson, unreachable } from './problem.ts';

/** Where access tokens come from. `isFresh` asks for a new one although the kept one still looks valid. */
export type TokenSource = (isFresh: boolean) => Promise<string>;

type Call<T extends z.ZodType> = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly answer: T;
  readonly signal?: AbortSignal | undefined;
};

/** The two APIs of the service; each function asks and checks the answer against the contract. */
export type Api = {
  /** Paths below `/v1.0/myorg`. */
  readonly powerBi: <T extends z.ZodType>(path: string, call: Call<T>) => Promise<z.output<T>>;
  /** Paths below `/azimuth/v1`. */
  readonly azimuth: <T extends z.ZodType>(path: string, call: Call<T>) => Promise<z.output<T>>;
};

const EXPIRED = 'TokenExpired';

async function send(url: string, token: string, call: Call<z.ZodType>): Promise<Response> {
  const init: RequestInit = {
    method: call.method ?? 'GET',
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    cache: 'no-store',
    signal: call.signal ?? null,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
  try {
    return await fetch(url, init);
  } catch (thrown) {
    if (call.signal?.aborted === true) throw thrown;
    throw unreachable(thrown);
  }
}

async function ask<T extends z.ZodType>(url: string, tokens: TokenSource, call: Call<T>): Promise<z.output<T>> {
  let response = await send(url, await tokens(false), call);
  if (response.status === 401) {
    const problem = await problemOf(response);
    if (problem.code !== EXPIRED) throw problem;
    response = await send(url, await tokens(true), call);
  }
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  const parsed = call.answer.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  const requestId = response.headers.get('RequestId') ?? undefined;
  throw new Problem('The answer does not have the expected shape. Reload the page to get its newest version.', {
    status: response.status,
    code: 'Contract',
    requestId,
    cause: parsed.error,
  });
}

/** An expired token is renewed once, and the call is made again once. */
export function createApi(bases: { readonly apiBase: string; readonly azimuthBase: string }, tokens: TokenSource): Api {
  return {
    powerBi: (path, call) => ask(bases.apiBase + path, tokens, call),
    azimuth: (path, call) => ask(bases.azimuthBase + path, tokens, call),
  };
}

/** A path with its parts encoded: `` path`/reports/${id}` ``. */
export function path(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return texts.reduce((whole, text, index) => whole + encodeURIComponent(parts[index - 1] ?? '') + text);
}
