import { type Call, NEXT, type Step } from './call.ts';
import { evaluate } from './expressions.ts';
import type { Policy } from './policy-xml.ts';

/** `set-header` is the same word for requests and answers: what stands in an answer is marked. */
export function ofResponse(policy: Policy): Policy {
  const children = policy.name === 'choose' ? policy.children.map(inBranch) : policy.children;
  return { ...policy, name: policy.name === 'set-header' ? 'set-response-header' : policy.name, children };
}

function inBranch(branch: Policy): Policy {
  return { ...branch, children: branch.children.map(ofResponse) };
}

/** What writes an answer. */
export function runOnResponse({ name, attributes, children, text }: Policy, call: Call): Step {
  const { response } = call;
  if (name === 'set-status') response.status = Number(attributes['code']);
  else if (name === 'set-body') response.body = String(evaluate(text, call));
  else if (name === 'set-response-header') {
    if (attributes['exists-action'] !== 'override') throw new Error('only overrides are known of an answer');
    response.headers.set((attributes['name'] ?? '').toLowerCase(), String(evaluate(children[0]?.text ?? '', call)));
  } else throw new Error(`the interpreter knows no policy <${name}>: teach it, or the vectors prove nothing`);
  return NEXT;
}
