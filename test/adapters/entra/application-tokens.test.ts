import { describe, expect, test } from 'vitest';
import { createApplicationTokens } from '../../../shared/adapters/entra/application-tokens.ts';
import type { TokenClient } from '../../../shared/adapters/entra/token-request.ts';
import { newId, type TenantId } from '../../../shared/domain/ids.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const tenantId = newId<TenantId>();
const UNAVAILABLE = { code: 'upstream-unavailable', detail: { role: 'directory' } };

function tokensOf(answer: (count: number) => Response | Promise<Response>, more: Partial<TokenClient> = {}) {
  const clock = { now: new Date('2030-01-01T00:00:00Z') };
  const asked: { readonly url: string; readonly form: URLSearchParams }[] = [];
  const tokens = createApplicationTokens(
    {
      tokenEndpoint: 'https://login.example/{tenantid}/oauth2/v2.0/token',
      clientId: 'client',
      identityToken: async (audience) => `proof for ${audience}`,
      now: () => clock.now,
      fetch: async (url, init) => {
        asked.push({ url: String(url), form: new URLSearchParams(String(init?.body)) });
        return answer(asked.length);
      },
      ...more,
    },
    SCOPE,
  );
  const pass = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return { tokens, asked, pass };
}

const granted = (count: number): Response => Response.json({ access_token: `token ${count}`, expires_in: 3600 });

describe('I-41: the application’s own token', () => {
  test('is asked for in the tenant, with the managed identity as the proof', async () => {
    const { tokens, asked } = tokensOf(granted);
    expect(await tokens(tenantId)).toBe('token 1');
    expect(asked[0]?.url).toBe(`https://login.example/${tenantId}/oauth2/v2.0/token`);
    expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
      grant_type: 'client_credentials',
      scope: SCOPE,
      client_id: 'client',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'proof for api://AzureADTokenExchange',
    });
  });

  test('is fetched once for callers at the same time, kept, and renewed before it expires', async () => {
    const { tokens, asked, pass } = tokensOf(granted);
    expect(await Promise.all([tokens(tenantId), tokens(tenantId), tokens(tenantId)])).toEqual(Array(3).fill('token 1'));
    pass(3200);
    expect(await tokens(tenantId)).toBe('token 1');
    pass(200);
    expect(await tokens(tenantId)).toBe('token 2');
    expect(asked.length).toBe(2);
  });

  test('of one tenant is no other’s', async () => {
    const { tokens } = tokensOf(granted);
    expect(await tokens(tenantId)).not.toBe(await tokens(newId<TenantId>()));
  });
});

describe('where none is had', () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ['refused, as without consent', () => Response.json({ error: 'unauthorized_client' }, { status: 400 })],
    ['throttled', () => Response.json({ error: 'temporarily_unavailable' }, { status: 429 })],
    ['failing', () => new Response('', { status: 503 })],
    ['something else', () => Response.json({ access_token: '', expires_in: 'soon' })],
    ['not reached', () => Promise.reject(new TypeError('fetch failed'))],
  ])('%s: unavailable, remembered for a second, and tried again then', async (_what, failing) => {
    const { tokens, asked, pass } = tokensOf((count) => (count === 1 ? failing() : granted(count)));
    await expect(tokens(tenantId)).rejects.toMatchObject(UNAVAILABLE);
    await expect(tokens(tenantId)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked.length).toBe(1);
    pass(1.5);
    expect(await tokens(tenantId)).toBe('token 2');
  });

  test('without a managed identity nothing is asked of Entra', async () => {
    const { tokens, asked } = tokensOf(granted, { identityToken: () => Promise.reject(new Error('no endpoint')) });
    await expect(tokens(tenantId)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked).toEqual([]);
  });

  test('a slow endpoint is given up', async () => {
    const slow: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const { tokens } = tokensOf(granted, { fetch: slow, timeoutMs: 50 });
    await expect(tokens(tenantId)).rejects.toMatchObject(UNAVAILABLE);
  });
});
