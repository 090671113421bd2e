import type { z } from 'zod';
import { claimsOf } from './claims-challenge.ts';
import { Problem, problemOf, readJson, unreachable } from './problem.ts';

/**
 * Which token is wanted: the one at hand; a new one although that still looks valid; or a new one that proves what the
 * service asked for.
 */
export type TokenWish =
  | { readonly kind: 'kept' }
  | { readonly kind: 'fresh' }
  | { readonly kind: 'challenged'; readonly claims: string | undefined };

/** Where access tokens come from, and who hears that no token helps any more. */
export type TokenSource = {
  readonly get: (wish: TokenWish) => Promise<string>;
  /** The service ended the session: `why` is told to the person, who has to sign in again. */
  readonly onEnded: (why: string, claims: string | undefined) => void;
};

type Asked = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};
type Call<T extends z.ZodType> = Asked & { readonly answer: T };

/** The two APIs of the service; each function asks and checks the answer against the contract. */
export type Api = {
  /** Paths below `/v1.0/myorg`. */
  readonly powerBi: <T extends z.ZodType>(path: string, call: Call<T>) => Promise<z.output<T>>;
  /** Paths below `/azimuth/v1`. */
  readonly azimuth: <T extends z.ZodType>(path: string, call: Call<T>) => Promise<z.output<T>>;
  /** A file below `/azimuth/v1`, as it comes. */
  readonly file: (path: string, call: Asked) => Promise<Blob>;
};

const KEPT: TokenWish = { kind: 'kept' };
const EXPIRED = 'TokenExpired';
const REVOKED = 'TokenRevoked';

async function send(url: string, token: string, call: Asked): Promise<Response> {
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

/** The token that may help after this refusal; undefined where none will. */
function wishAfter(problem: Problem, claims: string | undefined): TokenWish | undefined {
  if (problem.code === REVOKED || claims !== undefined) return { kind: 'challenged', claims };
  return problem.code === EXPIRED ? { kind: 'fresh' } : undefined;
}

/** The answer, whatever it is, asked for a second time at most: with the token that the first refusal wants. */
async function fetchOnce(url: string, tokens: TokenSource, call: Asked): Promise<Response> {
  const first = await send(url, await tokens.get(KEPT), call);
  if (first.ok) return first;
  const problem = await problemOf(first);
  const claims = claimsOf(first.headers.get('WWW-Authenticate'));
  const wish = first.status === 401 ? wishAfter(problem, claims) : undefined;
  if (wish === undefined) throw problem;
  const second = await send(url, await tokens.get(wish), call);
  if (second.ok) return second;
  const again = await problemOf(second);
  if (again.code === REVOKED) tokens.onEnded(again.message, claimsOf(second.headers.get('WWW-Authenticate')));
  throw again;
}

async function ask<T extends z.ZodType>(url: string, tokens: TokenSource, call: Call<T>): Promise<z.output<T>> {
  const response = await fetchOnce(url, tokens, call);
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

/** An expired token is renewed once, a revoked one challenged once, and the call is made again once. */
export function createApi(bases: { readonly apiBase: string; readonly azimuthBase: string }, tokens: TokenSource): Api {
  return {
    powerBi: (path, call) => ask(bases.apiBase + path, tokens, call),
    azimuth: (path, call) => ask(bases.azimuthBase + path, tokens, call),
    file: async (path, call) => (await fetchOnce(bases.azimuthBase + path, tokens, call)).blob(),
  };
}

/**
 * A path with its parts encoded: `` path`/reports/${id}` ``. A part of nothing but dots cannot be written in an address,
 * in whatever encoding: it would name another one, and throws.
 */
export function path(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return texts.reduce((whole, text, index) => whole + encoded(parts[index - 1] ?? '') + text);
}

function encoded(part: string): string {
  if (part === '.' || part === '..') throw new Error(`"${part}" cannot be a part of an address.`);
  return encodeURIComponent(part);
}
