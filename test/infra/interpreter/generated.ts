import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The generated objects as the interpreter reads them: only what it understands, and nothing of our own schema. */

const Strings = z.array(z.string());
const Condition = z.object({
  name: z.string(),
  parameters: z.looseObject({
    operator: z.string(),
    negateCondition: z.boolean().default(false),
    selector: z.string().optional(),
    matchValues: Strings.default([]),
    transforms: Strings.default([]),
  }),
});
const Action = z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) });
const Reference = z.object({ id: z.string() });

const FrontDoor = z.object({
  originGroups: z.array(z.object({ name: z.string() })),
  origins: z.array(
    z.object({
      group: z.string(),
      name: z.string(),
      properties: z.looseObject({ priority: z.number(), weight: z.number(), enabledState: z.string() }),
    }),
  ),
  rules: z.array(
    z.object({
      ruleSet: z.string(),
      name: z.string(),
      properties: z.object({
        order: z.number(),
        conditions: z.array(Condition),
        actions: z.array(Action),
        matchProcessingBehavior: z.string(),
      }),
    }),
  ),
  routes: z.array(
    z.object({
      name: z.string(),
      properties: z.looseObject({
        originGroup: Reference,
        originPath: z.string().optional(),
        patternsToMatch: Strings,
        ruleSets: z.array(Reference),
        enabledState: z.string(),
        httpsRedirect: z.string(),
        cacheConfiguration: z
          .looseObject({ queryStringCachingBehavior: z.string(), queryParameters: z.string().optional() })
          .optional(),
      }),
    }),
  ),
});

const Waf = z.object({
  properties: z.object({
    policySettings: z.looseObject({
      mode: z.string(),
      customBlockResponseStatusCode: z.number(),
      redirectUrl: z.string().optional(),
    }),
    customRules: z.object({
      rules: z.array(
        z.object({
          name: z.string(),
          priority: z.number(),
          enabledState: z.string(),
          ruleType: z.string(),
          rateLimitThreshold: z.number().optional(),
          rateLimitDurationInMinutes: z.number().optional(),
          action: z.string(),
          matchConditions: z.array(
            z.object({
              matchVariable: z.string(),
              selector: z.string().optional(),
              operator: z.string(),
              negateCondition: z.boolean(),
              matchValue: Strings,
              transforms: Strings,
            }),
          ),
        }),
      ),
    }),
  }),
});

export type Generated = { readonly edge: z.infer<typeof FrontDoor>; readonly waf: z.infer<typeof Waf> };
export type GeneratedRoute = Generated['edge']['routes'][number];
export type GeneratedRule = Generated['edge']['rules'][number];
/** How a cache keeps answers, in Front Door's words. */
export type CacheSettings = {
  readonly query: string;
  readonly parameters: string;
  readonly behavior: string;
  readonly duration: string | undefined;
};
export type WafRule = Generated['waf']['properties']['customRules']['rules'][number];

export function readGenerated(edge: string, waf: string): Generated {
  return { edge: FrontDoor.parse(JSON.parse(edge)), waf: Waf.parse(JSON.parse(waf)) };
}

/** What is committed, and what Bicep loads. */
export function committed(name: string): string {
  return readFileSync(new URL(`../../../infra/generated/${name}`, import.meta.url), 'utf8');
}

/** The last part of a reference: what it names. */
export function named({ id }: { readonly id: string }): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
