import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ErrorEnvelope } from '../../shared/contract/error-envelope.ts';
import { WellKnown } from '../../shared/contract/well-known.ts';

const ObjectIds = z.record(z.string(), z.object({ objectId: z.string() }));

/** What a client of the public API starts from; locally with the token endpoint and the sample accounts. */
const Start = WellKnown.extend({
  tokenEndpoint: z.string(),
  tenants: z.object({ contoso: z.object({ users: ObjectIds, groups: ObjectIds }) }),
});
export type Start = z.infer<typeof Start>;

export async function readStart(wellKnownUrl: string): Promise<Start> {
  return Start.parse(await bodyOf(await fetch(wellKnownUrl), wellKnownUrl));
}

export type ApiClient = {
  readonly start: Start;
  /** Calls the API and checks the shape of its answer; an error's own message becomes the error's. */
  readonly call: <T extends z.ZodType>(method: string, url: string, shape: T, body?: unknown) => Promise<z.infer<T>>;
};

/** Signs in as a sample account by the password grant, as a script would. */
export async function signIn(start: Start, user: string): Promise<ApiClient> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: start.clientId,
    username: user,
    password: 'azimuth',
    scope: start.scope,
  });
  const answer = await fetch(start.tokenEndpoint, { method: 'POST', body: form });
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(await bodyOf(answer, start.tokenEndpoint));
  return {
    start,
    call: async (method, url, shape, body) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return shape.parse(await bodyOf(await fetch(url, init), `${method} ${url}`));
    },
  };
}

/** Tries until the answer is not undefined, or the time is over. */
export async function untilDefined<T>(
  what: string,
  timeoutMs: number,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (let waitMs = 50; ; waitMs = Math.min(500, waitMs * 1.5)) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`${what} did not end within ${timeoutMs / 1000} seconds.`);
    await pause(waitMs);
  }
}

async function bodyOf(answer: Response, what: string): Promise<unknown> {
  const text = await answer.text();
  if (answer.ok) return text === '' ? undefined : JSON.parse(text);
  const envelope = ErrorEnvelope.safeParse(parsed(text));
  throw new Error(
    `${what} was answered ${answer.status}: ${envelope.success ? envelope.data.error.message : text.slice(0, 300)}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
