/** What the edge tells about one request. The query is not in it: it can hold a signature. */
export type AccessRecord = {
  readonly time: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
};

/** The path of a request target, cut where a query begins, also where its `?` was encoded. */
export function pathToLog(target: string): string {
  const end = target.search(/\?|%3f/i);
  return end === -1 ? target : target.slice(0, end);
}

/** A record as one line of JSON in which no control character is left that a terminal could act on. */
export function printAccess(record: AccessRecord): string {
  return JSON.stringify(record).replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
