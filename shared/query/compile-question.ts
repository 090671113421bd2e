import type { ReadGrant } from '../domain/grants.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import type { Question } from './question.ts';
import { resolveQuestion } from './resolve-question.ts';
import { type RestrictedPlan, restrict } from './restrict.ts';
import { securityRules } from './security-rules.ts';

/** A visual's question as a plan with the caller's rules in it, ready for the engine. */
export function compileQuestion(model: SemanticModel, question: Question, grant: ReadGrant): RestrictedPlan {
  const rules = securityRules(grant, model);
  return restrict(resolveQuestion(model, question, rules), grant, rules);
}
