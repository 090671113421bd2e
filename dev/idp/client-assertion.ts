import { errors, importJWK, jwtVerify } from 'jose';
import { ROLE_OBJECT_IDS, SERVICE_ISSUER, TOKEN_EXCHANGE_AUDIENCE } from '../identity-endpoint/service-identities.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { API_APP_ID } from './sample-directory.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * The API application proves itself: by a token of a role's managed identity, which is registered as its federated
 * credential. Anything else is refused.
 */
export async function proveApiApplication(settings: ProviderSettings, form: URLSearchParams): Promise<void> {
  const assertion = form.get('client_assertion') ?? '';
  if (form.get('client_id')?.toLowerCase() !== API_APP_ID) throw new OAuthRefusal('client-unknown');
  if (assertion === '' || form.get('client_assertion_type') !== ASSERTION_TYPE) throw new OAuthRefusal('proof-missing');
  const subject = await subjectOf(settings, assertion);
  if (!ROLE_OBJECT_IDS.includes(subject)) throw new OAuthRefusal('proof-unknown');
}

async function subjectOf(settings: ProviderSettings, assertion: string): Promise<string> {
  const key = await importJWK(settings.keys.service.publicJwk, 'RS256');
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['RS256'],
      issuer: SERVICE_ISSUER,
      audience: TOKEN_EXCHANGE_AUDIENCE,
      currentDate: settings.now(),
    });
    return payload.sub ?? '';
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError) throw new OAuthRefusal('proof-invalid');
    throw thrown;
  }
}
