import { type Answer, ask } from './ask.ts';
import { type Finding, right, wrong } from './finding.ts';

/** Paths that would answer at one of ours: the roles, the host's own administration, a store. */
const PATHS = [
  '/',
  '/v1.0/health',
  '/healthz',
  '/internal/presentation/v1.0/myorg/groups',
  '/admin/host/status',
  '/?comp=list',
];

/**
 * An address behind the edge must refuse whoever comes past the edge: no connection, 403 of the platform, or, from a
 * store, its refusal of a caller without an identity.
 */
export async function closedOrigin(origin: URL, options: { readonly ca?: string }): Promise<Finding> {
  const what = `${origin.host} is closed`;
  for (const path of PATHS) {
    const answer = await ask(new URL(path, origin), options);
    if (!isClosed(answer))
      return wrong(what, `${path} answered ${answer.kind === 'answer' ? answer.status : answer.why}`);
  }
  return right(what);
}

function isClosed(answer: Answer): boolean {
  if (answer.kind === 'none') return true;
  if (answer.status === 403) return true;
  return /^(400|401|404|409)$/.test(String(answer.status)) && answer.headers['x-ms-request-id'] !== undefined;
}
