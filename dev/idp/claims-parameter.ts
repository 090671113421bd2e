import { z } from 'zod';
import { OAuthRefusal } from './oauth-error.ts';

/** Of the `claims` parameter only the client's capabilities are read: `{"access_token":{"xms_cc":{"values":["cp1"]}}}`. */
const Claims = z.object({
  access_token: z.object({ xms_cc: z.object({ values: z.array(z.string()) }).nullish() }).nullish(),
});

/** What the client can do, as the claim `xms_cc` says it: `cp1` takes claims challenges. Nothing where it says nothing. */
export function capabilityClaims(text: string | null): { readonly xms_cc?: readonly string[] } {
  if (text === null || text === '') return {};
  const values = parse(text).access_token?.xms_cc?.values ?? [];
  return values.includes('cp1') ? { xms_cc: ['cp1'] } : {};
}

function parse(text: string): z.infer<typeof Claims> {
  try {
    return Claims.parse(JSON.parse(text));
  } catch {
    throw new OAuthRefusal('claims-invalid');
  }
}
