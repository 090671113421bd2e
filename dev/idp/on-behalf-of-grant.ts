import { z } from 'zod';
import { capabilityClaims } from './claims-parameter.ts';
import { proveApiApplication } from './client-assertion.ts';
import { userTokens } from './issue-tokens.ts';
import { OAuthRefusal } from './oauth-error.ts';
import { parseUserScope } from './requested-scope.ts';
import { API_APP_ID } from './sample-directory.ts';
import { type Grant, required, samePlace } from './token-call.ts';
import { verifyOwnToken } from './verify-token.ts';

const Assertion = z.object({ oid: z.string(), iat: z.number(), scp: z.string().min(1), idtyp: z.never().optional() });

/** I-40: the API application exchanges a person's token for it into one for Graph, with delegated permissions only. */
export const onBehalfOf: Grant = async (call) => {
  const { settings, incoming, tenant } = call;
  const { form } = incoming;
  await proveApiApplication(settings, form);
  if (required(form, 'requested_token_use') !== 'on_behalf_of') {
    throw new OAuthRefusal('parameter-missing', 'requested_token_use=on_behalf_of');
  }
  const verified = await verifyOwnToken(settings, required(form, 'assertion'), [API_APP_ID]);
  if (verified.kind === 'expired') throw new OAuthRefusal('assertion-expired');
  if (verified.kind === 'invalid') throw new OAuthRefusal('assertion-invalid');
  const assertion = Assertion.safeParse(verified.claims);
  if (!assertion.success) throw new OAuthRefusal('assertion-not-person');
  const found = settings.directory.user(assertion.data.oid);
  if (found === undefined) throw new OAuthRefusal('user-unknown');
  samePlace(found.tenant, tenant);
  return userTokens(settings, {
    ...found,
    clientId: API_APP_ID,
    clientProvesItself: true,
    scope: parseUserScope(form.get('scope')),
    signedInAt: assertion.data.iat * 1000,
    extraClaims: capabilityClaims(form.get('claims')),
  });
};
