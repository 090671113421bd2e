import { z } from 'zod';
import { type EventId, parseId, type TenantId } from '../domain/ids.ts';
import type { ActivityFilter } from './activity-filter.ts';
import { type ActivityWindow, invalid } from './activity-window.ts';

/** Where a page ended, and of what it was a page: all that the next one needs. */
export type Continuation = ActivityWindow &
  ActivityFilter & { readonly after: { readonly at: string; readonly id: EventId } };

const Moment = z.iso.datetime({ precision: 3 });
const Token = z.strictObject({
  tenant: z.guid(),
  from: Moment,
  to: Moment,
  activity: z.string().optional(),
  userId: z.string().optional(),
  at: Moment,
  id: z.guid(),
});

/** An opaque text that `readContinuation` understands. It tells nothing that its reader did not ask for. */
export function writeContinuation(tenant: TenantId, { from, to, activity, userId, after }: Continuation): string {
  const token: z.infer<typeof Token> = { tenant, from, to, activity, userId, ...after };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/**
 * Where to go on, from a token in single quotes or without. `request-invalid` for one that was not given out to this
 * tenant. What an altered token asks for is still only a window of the tenant's own events.
 */
export function readContinuation(tenant: TenantId, given: string): Continuation {
  const text = /^'(.*)'$/s.exec(given)?.[1] ?? given;
  const parsed = Token.safeParse(parse(text));
  const id = parseId<EventId>(parsed.data?.id);
  if (!parsed.success || id === undefined || parsed.data.tenant !== tenant) {
    throw invalid('continuationToken is none that was given out here. Start again with startDateTime and endDateTime');
  }
  const { from, to, activity, userId, at } = parsed.data;
  return { from, to, activity, userId, after: { at, id } };
}

function parse(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    // Not JSON: no token of ours, which the caller says.
    return undefined;
  }
}
