import { z } from 'zod';

/** A cache duration as Front Door writes it, such as `1.00:00:00` for a day. */
export const DURATION = /^(?:(\d{1,3})\.)?([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

/** How long answers of a route are kept, and what of a query belongs to the key. */
export const CacheRule = z
  .strictObject({
    behavior: z.enum(['HonorOrigin', 'OverrideAlways', 'OverrideIfOriginMissing']),
    duration: z.string().regex(DURATION, 'must be d.hh:mm:ss or hh:mm:ss').optional(),
    queryMode: z.enum([
      'IgnoreQueryString',
      'UseQueryString',
      'IgnoreSpecifiedQueryStrings',
      'IncludeSpecifiedQueryStrings',
    ]),
    queryParameters: z.array(z.string().min(1)).default([]),
    compression: z.strictObject({ types: z.array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/)).min(1) }).optional(),
  })
  .refine((rule) => (rule.behavior === 'HonorOrigin') === (rule.duration === undefined), {
    path: ['duration'],
    error: 'is needed by the Override behaviours, and not allowed with HonorOrigin',
  })
  .refine((rule) => rule.queryMode.includes('Specified') === rule.queryParameters.length > 0, {
    path: ['queryParameters'],
    error: 'is needed by the Specified query modes, and not allowed with the others',
  });
export type CacheRule = Readonly<z.infer<typeof CacheRule>>;
