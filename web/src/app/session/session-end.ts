import { z } from 'zod';
import { readJson } from '../../api/problem.ts';

const SessionEnd = z.object({ why: z.string(), claims: z.string().optional() });

/** Why a session was ended, and what the next sign-in must prove. */
export type SessionEnd = { readonly why: string; readonly claims: string | undefined };

const KEY = 'azimuth.session-end';

/** Keeps the reason over the page load that shows the sign-in screen; only this tab sees it. */
export function keepSessionEnd(end: SessionEnd, store: Storage = window.sessionStorage): void {
  store.setItem(KEY, JSON.stringify(end));
}

/** The reason, once. */
export function takeSessionEnd(store: Storage = window.sessionStorage): SessionEnd | undefined {
  const text = store.getItem(KEY);
  store.removeItem(KEY);
  if (text === null) return undefined;
  const parsed = SessionEnd.safeParse(readJson(text));
  return parsed.success ? { why: parsed.data.why, claims: parsed.data.claims } : undefined;
}
