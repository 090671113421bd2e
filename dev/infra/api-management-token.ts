import type { ValidateJwt } from '../../shared/routing/gateway-policies-schema.ts';
import { literal } from './csharp.ts';
import { element, listElement, type Xml } from './xml.ts';

/** Checks the bearer token and keeps it for the limits that follow. */
export function validateJwtPolicy(policy: ValidateJwt): Xml {
  return element(
    'validate-jwt',
    {
      'header-name': 'Authorization',
      'require-scheme': 'Bearer',
      'failed-validation-httpcode': '401',
      'require-expiration-time': String(policy.requireExpirationTime),
      'require-signed-tokens': 'true',
      'clock-skew': String(policy.clockSkewSeconds),
      'output-token-variable-name': 'jwt',
    },
    [
      element('openid-config', { url: literal(policy.openIdConfig) }),
      ...listElement('audiences', 'audience', policy.audiences.map(literal)),
      // An issuer with the token's own tenant in it cannot be listed; the Gateway compares it exactly.
      ...listElement('issuers', 'issuer', policy.issuers.filter((issuer) => !issuer.includes('{tid}')).map(literal)),
      ...requiredClaims(policy),
    ],
  );
}

function requiredClaims({ requiredClaims }: ValidateJwt): readonly Xml[] {
  if (requiredClaims.length === 0) return [];
  const claims = requiredClaims.map(({ name, match, values, separator }) =>
    element(
      'claim',
      { name: literal(name), match, ...(separator !== undefined && { separator }) },
      values.map((value) => element('value', {}, [literal(value)])),
    ),
  );
  return [element('required-claims', {}, claims)];
}
