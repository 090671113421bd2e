import { infraFiles } from '../../dev/infra/infra-files.ts';
import { applyPolicies, type PolicyDecision } from '../../shared/routing/api-policies.ts';
import { answerFor, type EdgeFault } from '../../shared/routing/edge-fault.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { settleCall } from '../../shared/routing/settle-call.ts';
import { stripHeaders } from '../../shared/routing/strip-headers.ts';
import { configWith } from '../routing/sample-config.ts';
import { factsOf } from '../routing/sample-facts.ts';
import { apiManagement } from './interpreter/api-management/api-management.ts';
import { type BackendAct, ONE, type Scenario, type Step, TOKENS } from './scenarios/scenario.ts';

/** What came of a step, in words that both sides share. */
export type Came = {
  readonly what: string;
  readonly answered: Readonly<Record<string, string | undefined>>;
  readonly sent: Readonly<Record<string, string | undefined>>;
};
export type Side = (step: Step) => Promise<Came>;

const ADDRESS = '203.0.113.7';

export function configOf({ apis, backends = [ONE] }: Pick<Scenario, 'apis' | 'backends'>): RoutingConfig {
  const origins = ['gateway', 'gateway-two'].map((name) => ({ name, serves: 'gateway', host: `${name}.example` }));
  const originGroups = [{ name: 'gateway', origins }];
  return RoutingConfig.parse(
    configWith([{ name: 'all', patterns: ['/*'] }], { originGroups, gatewayPolicies: { apis, backends } }),
  );
}

/** The pure functions, with a backend behind them. */
export function byFunctions(config: RoutingConfig): Side {
  const { gatewayPolicies: policies } = config;
  if (policies === undefined) throw new Error('the scenario has no policies');
  const memory = { rates: new Map(), quotas: new Map(), breakers: new Map() };
  return async (step) => {
    const { method = 'GET', path = '/v1.0/x', address = ADDRESS } = step;
    const nowMs = (step.atSeconds ?? 0) * 1000;
    const headers = headersOf(step);
    const decision = await applyPolicies(policies, factsOf({ method, path, headers, clientAddress: address }), {
      memory,
      verify: async (token) => {
        const claims = TOKENS[token];
        return claims === undefined ? { kind: 'refused', reason: 'TokenSignatureInvalid' } : { kind: 'claims', claims };
      },
      nowMs,
      turn: 0,
    });
    if (decision.kind !== 'forward') return endOf(decision);
    const act = actOf(step, decision.backend.name);
    const isLate = 'status' in act && (act.afterSeconds ?? 0) * 1000 > decision.timeoutMs;
    const answer = 'status' in act && !isLate ? act : undefined;
    const { bytes = 0 } = 'status' in act ? act : {};
    settleCall(
      decision,
      { status: answer?.status, retryAfterSeconds: answer?.retryAfter, bytes, clientAddress: address },
      memory,
      nowMs,
    );
    const sent = tableOf(stripHeaders(Object.entries(headers).flat(), decision.api.stripHeaders));
    if (answer === undefined) {
      const fault: EdgeFault = isLate ? { code: 'GatewayTimeout', limitSeconds: 1 } : { code: 'ServiceUnavailable' };
      return { ...refusal(fault, decision.headers), sent };
    }
    return { what: `${answer.status} from ${decision.backend.name}`, answered: tableOf(decision.headers), sent };
  };
}

function endOf(decision: Exclude<PolicyDecision, { readonly kind: 'forward' }>): Came {
  if (decision.kind === 'no-api') return refusal({ code: 'RouteNotFound' }, []);
  if (decision.kind === 'refused') return refusal(decision.fault, decision.headers);
  return { what: `${decision.status} answered`, answered: tableOf(decision.headers), sent: {} };
}

function refusal(fault: EdgeFault, more: readonly string[]): Came {
  const { status, headers } = answerFor(fault, 'the-request');
  return { what: `${status} ${fault.code}`, answered: tableOf([...headers, ...more]), sent: {} };
}

/** The generated documents, in the interpreter of API Management. */
export function byDocuments(files: Readonly<Record<string, string>>): Side {
  const ask = apiManagement(files['api-management-policy.xml'] ?? '', files['api-management-backends.json'] ?? '');
  return async (step) => {
    const { method = 'GET', path = '/v1.0/x', address = ADDRESS } = step;
    const fromEdge = { 'x-azure-fdid': `\${FRONT_DOOR_ID}`, 'x-azure-socketip': address };
    const answer = ask(
      { method, path, headers: { ...headersOf(step), ...fromEdge }, address: '10.0.0.1' },
      {
        nowMs: (step.atSeconds ?? 0) * 1000,
        verify: (token) => TOKENS[token],
        backend: (name) => {
          const act = actOf(step, name);
          if (!('status' in act)) return undefined;
          const { retryAfter, ...rest } = act;
          return { ...rest, ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }) };
        },
      },
    );
    return { what: whatOf(answer), answered: answer.headers, sent: answer.sent ?? {} };
  };
}

function whatOf({ status, body, candidates }: ReturnType<ReturnType<typeof apiManagement>>): string {
  const code = body === '' ? undefined : /"code":"(\w+)"/.exec(body)?.[1];
  if (code !== undefined) return `${status} ${code}`;
  return `${status} ${candidates.length === 0 ? 'answered' : `from ${candidates.join(' or ')}`}`;
}

function headersOf({ headers = {}, token }: Step): Readonly<Record<string, string>> {
  return token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
}

function actOf({ backends = {} }: Step, name: string): BackendAct {
  return backends[name] ?? { status: 200 };
}

function tableOf(flat: readonly string[]): Record<string, string> {
  const table: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) table[(flat[i] ?? '').toLowerCase()] = flat[i + 1] ?? '';
  return table;
}

export const documentsOf = (config: RoutingConfig): Readonly<Record<string, string>> => infraFiles(config);
