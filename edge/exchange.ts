import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PathEntry, Route } from '../shared/routing/routing.ts';

/** One request on its way through the edge, with what was decided about it. */
export type Exchange = {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly route: Route;
  readonly entry: PathEntry;
  /** The client waits for `100 Continue` before it sends its body. */
  readonly expectsContinue: boolean;
};

/** Says whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
