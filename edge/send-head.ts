import type { Arrival } from './arrival.ts';

/** Begins an answer; the only place that does. What is said on every answer of this connection comes first. */
export function sendHead({ res, standingHeaders }: Arrival, status: number, headers: readonly string[]): void {
  res.writeHead(status, [...standingHeaders, ...headers]);
}
