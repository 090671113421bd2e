import { join } from 'node:path';
import { z } from 'zod';
import { type ApiClient, readStart, signIn } from '../../dev/samples/api-client.ts';
import { provisionSamples } from '../../dev/samples/provision-samples.ts';
import { LOCAL_FRONT_DOOR_ID } from '../../dev/stack/stack-addresses.ts';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';
import { Group, listOf, Report } from '../../shared/contract/power-bi.ts';
import { EDGE_ID_HEADER } from '../../shared/routing/network-schema.ts';
import type { BenchContext } from './bench.ts';

export const AUTHOR = 'author@contoso.example';

/** A running stack of the built programs with the sample content in it. */
export type SampleStack = {
  readonly stack: Stack;
  readonly author: ApiClient;
  readonly workspaceId: string;
  readonly reportId: string;
};

/** Starts the built stack in the bench's folder; it ends with the bench. */
export async function openStack(context: BenchContext, port = 0): Promise<Stack> {
  const stack = await startStack({ home: join(context.folder, 'home'), port, roles: 'processes' });
  context.atEnd(() => stack.stop());
  return stack;
}

/** Starts a stack and makes the sample content, as a first `npm start` does. */
export async function openSampleStack(context: BenchContext): Promise<SampleStack> {
  context.say('a stack with the sample content');
  const stack = await openStack(context);
  await provisionSamples({ wellKnown: stack.wellKnown, home: stack.home });
  const author = await signIn(await readStart(stack.wellKnown), AUTHOR);
  const { apiBase } = author.start;
  const { value: groups } = await author.call('GET', `${apiBase}/groups`, listOf(Group));
  const workspaceId = groups.find(({ name }) => name === 'Retail sample')?.id;
  if (workspaceId === undefined) throw new Error('The sample workspace was not made.');
  const { value: reports } = await author.call('GET', `${apiBase}/groups/${workspaceId}/reports`, listOf(Report));
  const reportId = reports[0]?.id;
  if (reportId === undefined) throw new Error('The sample report was not made.');
  return { stack, author, workspaceId, reportId };
}

/** The same home again after everything was stopped: nothing is left in any process's memory. */
export async function restart(context: BenchContext, stack: Stack): Promise<Stack> {
  context.say('the same stack, stopped and started again');
  await stack.stop();
  return openStack(context, stack.ports.public);
}

/** An access token of the author, as a script gets one. */
export async function authorToken(wellKnown: string): Promise<string> {
  const { tokenEndpoint, clientId, scope } = await readStart(wellKnown);
  const form = { grant_type: 'password', client_id: clientId, username: AUTHOR, password: 'azimuth', scope };
  const answer = await fetch(tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

/** One GET with a token, its whole answer read; milliseconds. Anything but 200 ends the bench. */
export async function timedGet(url: string, token: string): Promise<number> {
  const startedAt = performance.now();
  // As the edge itself would say it, for an address past the edge; the edge takes it away.
  const headers = { authorization: `Bearer ${token}`, [EDGE_ID_HEADER]: LOCAL_FRONT_DOOR_ID };
  const answer = await fetch(url, { headers });
  const body = await answer.arrayBuffer();
  const ms = performance.now() - startedAt;
  if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status}: ${Buffer.from(body).toString()}`);
  return ms;
}
