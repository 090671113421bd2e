import { z } from 'zod';
import { WafCondition } from './condition-schema.ts';
import { HeaderValue } from './schema-words.ts';

/** Azure takes letters and digits only in the name of a firewall's rule. */
const RuleName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,127}$/, 'must be letters and digits, a letter first');

const CustomRule = z
  .strictObject({
    name: RuleName,
    priority: z.int().min(1).max(100_000),
    enabled: z.boolean().default(true),
    type: z.enum(['Match', 'RateLimit']),
    /** Requests in a window that pass before the action is taken. */
    threshold: z.int().min(1).max(1_000_000).optional(),
    windowMinutes: z.union([z.literal(1), z.literal(5)], { error: 'must be 1 or 5' }).optional(),
    groupBy: z.enum(['SocketAddr', 'GeoLocation', 'None']).optional(),
    action: z.enum(['Allow', 'Block', 'Log', 'Redirect']),
    conditions: z.array(WafCondition).min(1).max(10),
  })
  .refine((rule) => (rule.type === 'RateLimit') === (rule.threshold !== undefined), {
    path: ['threshold'],
    error: 'is needed by RateLimit, and not allowed with Match',
  })
  .refine((rule) => rule.type === 'RateLimit' || (rule.windowMinutes === undefined && rule.groupBy === undefined), {
    path: ['type'],
    error: 'Match has neither windowMinutes nor groupBy',
  })
  .refine((rule) => rule.type === 'Match' || rule.action !== 'Allow', {
    path: ['action'],
    error: 'a rate limit that allows would limit nothing',
  });

/**
 * The firewall. Managed rule sets are Microsoft's and run only in Azure; the custom rules are decided by `waf.ts` too.
 */
export const Waf = z
  .strictObject({
    mode: z.enum(['Detection', 'Prevention']),
    managed: z
      .array(
        z.strictObject({
          type: z.enum(['Microsoft_DefaultRuleSet', 'Microsoft_BotManagerRuleSet']),
          version: z.string().regex(/^\d+\.\d+$/, 'must be a version such as "2.1"'),
          action: z.enum(['Block', 'Log', 'Redirect']).optional(),
        }),
      )
      .default([]),
    custom: z.array(CustomRule).max(100).default([]),
    block: z
      .strictObject({
        status: z
          .union([z.literal(200), z.literal(403), z.literal(405), z.literal(406), z.literal(429)], {
            error: 'must be 200, 403, 405, 406 or 429',
          })
          .default(403),
        /** The text of the answer; without it, our own error envelope. */
        body: z.string().max(20_000).optional(),
      })
      .prefault({}),
    redirectUrl: z.url({ protocol: /^https$/ }).optional(),
    requestBodyCheck: z.boolean().default(true),
    /** Parts that the firewall's log leaves out. */
    scrub: z
      .array(
        z.strictObject({
          variable: z.enum([
            'RequestIPAddress',
            'RequestUri',
            'QueryStringArgNames',
            'RequestHeaderNames',
            'RequestCookieNames',
            'RequestBodyPostArgNames',
            'RequestBodyJsonArgNames',
          ]),
          selector: HeaderValue.optional(),
        }),
      )
      .default([]),
  })
  .refine(
    ({ custom, redirectUrl }) => redirectUrl !== undefined || custom.every(({ action }) => action !== 'Redirect'),
    {
      path: ['redirectUrl'],
      error: 'is needed by a rule that redirects',
    },
  );

export type Waf = Readonly<z.infer<typeof Waf>>;
export type WafRule = Waf['custom'][number];
