import { type Call, NEXT, type Step } from './call.ts';
import { type Policy, textsIn } from './policy-xml.ts';

/**
 * `cors` where the API has an operation for OPTIONS, so that preflights come through the policies: they are answered
 * here. A call of another origin ends with an empty 200 without CORS headers, or goes on without them.
 */
export function cors(policy: Policy, call: Call): Step {
  const { attributes } = policy;
  const origin = call.headers.get('origin');
  if (origin === undefined) return NEXT;
  const isOpen = textsIn(policy, 'allowed-origins').includes('*');
  const isAllowed = isOpen || textsIn(policy, 'allowed-origins').includes(origin);
  const asked = call.request.method === 'OPTIONS' ? call.headers.get('access-control-request-method') : undefined;
  if (!isAllowed || (asked !== undefined && !takes(policy, asked, call))) {
    return attributes['terminate-unmatched-request'] === 'false' ? NEXT : answered(call);
  }
  call.added.set('access-control-allow-origin', isOpen ? '*' : origin);
  if (attributes['allow-credentials'] === 'true') call.added.set('access-control-allow-credentials', 'true');
  if (asked === undefined) {
    const exposed = textsIn(policy, 'expose-headers');
    if (exposed.length > 0) call.added.set('access-control-expose-headers', exposed.join(', '));
    return NEXT;
  }
  const age = policy.children.find(({ name }) => name === 'allowed-methods')?.attributes['preflight-result-max-age'];
  if (age !== undefined) call.added.set('access-control-max-age', age);
  return answered(call);
}

function takes(policy: Policy, method: string, { headers }: Call): boolean {
  const methods = textsIn(policy, 'allowed-methods');
  const allowed = textsIn(policy, 'allowed-headers').map((name) => name.toLowerCase());
  const wanted = (headers.get('access-control-request-headers') ?? '').split(',').map((name) => name.trim());
  return (
    (methods.includes('*') || methods.includes(method)) &&
    wanted.every((name) => name === '' || allowed.includes('*') || allowed.includes(name.toLowerCase()))
  );
}

function answered(call: Call): Step {
  call.response.status = 200;
  return { kind: 'answered' };
}
