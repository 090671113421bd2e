import { readBackends } from './backends.ts';
import { type ApiRequest, type Call, failed, NEXT, type Step, type World } from './call.ts';
import { cors } from './cors-policy.ts';
import { evaluate } from './expressions.ts';
import { type Forwarding, forward, NOT_FORWARDED } from './forward-request.ts';
import { type Counters, noCounts, quota, rateLimit } from './limit-policies.ts';
import { childOf, type Policy, parsePolicies } from './policy-xml.ts';
import { ofResponse, runOnResponse } from './response-policies.ts';
import { validateJwt } from './token-policy.ts';

/** What a client gets, and what was asked of a backend for it. */
export type ApiAnswer = Forwarding & {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** API Management by its documentation, from the generated documents alone. What it counts stays between calls. */
export function apiManagement(
  policyText: string,
  backendsText: string,
): (request: ApiRequest, world: World) => ApiAnswer {
  const policies = parsePolicies(policyText);
  const backends = readBackends(backendsText);
  const counters = noCounts();
  return (request, world) => {
    const call = newCall(request);
    const inbound = runAll(childOf(policies, 'inbound').children, call, world, counters);
    const forwarded =
      inbound.kind === 'next' ? forward(childOf(policies, 'backend'), call, world, backends) : undefined;
    const step = forwarded?.step ?? inbound;
    if (step.kind === 'failed') onError(childOf(policies, 'on-error'), step, call, world, counters);
    const headers = Object.fromEntries([...call.response.headers, ...call.added]);
    return {
      status: call.response.status,
      headers,
      body: call.response.body,
      ...(forwarded?.forwarding ?? NOT_FORWARDED),
    };
  };
}

function newCall(request: ApiRequest): Call {
  return {
    request,
    headers: new Map(Object.entries(request.headers)),
    response: { status: 0, headers: new Map(), body: '' },
    added: new Map(),
    variables: new Map(),
    counted: [],
    backend: undefined,
    reason: undefined,
  };
}

function runAll(policies: readonly Policy[], call: Call, world: World, counters: Counters): Step {
  for (const policy of policies) {
    const step = run(policy, call, world, counters);
    if (step.kind !== 'next') return step;
  }
  return NEXT;
}

function run(policy: Policy, call: Call, world: World, counters: Counters): Step {
  const { name, attributes } = policy;
  switch (name) {
    case 'check-header':
      return checkHeader(policy, call);
    case 'choose': {
      const branch = policy.children.find(
        (one) => one.name === 'otherwise' || evaluate(one.attributes['condition'] ?? '', call) === true,
      );
      return branch === undefined ? NEXT : runAll(branch.children, call, world, counters);
    }
    case 'cors':
      return cors(policy, call);
    case 'validate-jwt':
      return validateJwt(policy, call, world);
    case 'rate-limit-by-key':
      return rateLimit(policy, call, world, counters);
    case 'quota-by-key':
      return quota(policy, call, world, counters);
    case 'set-variable':
      call.variables.set(attributes['name'] ?? '', evaluate(attributes['value'] ?? '', call));
      return NEXT;
    case 'set-backend-service':
      call.backend = attributes['backend-id'];
      return NEXT;
    case 'return-response':
      runAll(policy.children.map(ofResponse), call, world, counters);
      return { kind: 'answered' };
    case 'set-header':
      call.headers.delete((attributes['name'] ?? '').toLowerCase());
      if (attributes['exists-action'] !== 'delete') throw new Error('only deletions are known of a request');
      return NEXT;
    default:
      return runOnResponse(policy, call);
  }
}

function checkHeader({ attributes, children }: Policy, { headers }: Call): Step {
  const status = Number(attributes['failed-check-httpcode']);
  const found = headers.get((attributes['name'] ?? '').toLowerCase());
  if (found === undefined) return failed('HeaderNotFound', status);
  const fold = (value: string): string => (attributes['ignore-case'] === 'true' ? value.toLowerCase() : value);
  return children.some(({ text }) => fold(text) === fold(found)) ? NEXT : failed('HeaderValueNotAllowed', status);
}

function onError(
  section: Policy,
  step: Extract<Step, { kind: 'failed' }>,
  call: Call,
  world: World,
  counters: Counters,
) {
  call.reason = step.reason;
  call.response.status = step.status;
  runAll(section.children.map(ofResponse), call, world, counters);
}
