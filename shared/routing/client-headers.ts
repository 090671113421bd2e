import { type RequestFacts, textOf } from './request-facts.ts';

/** What went on behind an answer, for a client that asks to be told. */
export type DebugFacts = {
  /** The status that the origin answered with. */
  readonly originStatus?: number | undefined;
  /** The code of what failed in the edge, and of what failed behind it. */
  readonly internalError?: string | undefined;
  readonly externalError?: string | undefined;
};

/** Says whether the client sent `X-Azure-DebugInfo: 1`. */
export function asksForDebug(headers: RequestFacts['headers']): boolean {
  return textOf(headers['x-azure-debuginfo'])?.trim() === '1';
}

/** The further headers for a client that asked; a flat list, and codes only: neither address nor name of an origin. */
export function debugHeaders({ originStatus, internalError, externalError }: DebugFacts): string[] {
  return [
    ...(originStatus === undefined ? [] : ['X-Azure-OriginStatusCode', String(originStatus)]),
    ...(internalError === undefined ? [] : ['X-Azure-InternalError', internalError]),
    ...(externalError === undefined ? [] : ['X-Azure-ExternalError', externalError]),
  ];
}
