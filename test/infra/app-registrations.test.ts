import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Application = {
  readonly displayName: string;
  readonly requiredResourceAccess?: readonly {
    readonly resourceAccess: readonly { readonly id: string; readonly value: string }[];
  }[];
  readonly optionalClaims?: {
    readonly accessToken: readonly { readonly name: string; readonly additionalProperties: readonly string[] }[];
  };
  readonly appRoles?: readonly { readonly value: string; readonly allowedMemberTypes: readonly string[] }[];
  readonly federatedIdentityCredentials?: readonly { readonly audiences: readonly string[] }[];
};
const text = readFileSync(new URL('../../infra/app-registrations.json', import.meta.url), 'utf8');
const { applications }: { readonly applications: readonly Application[] } = JSON.parse(text);
const api = applications.find(({ displayName }) => displayName === 'Azimuth API');

/** Application permissions of Microsoft Graph, from its public reference. */
const GRAPH_ROLES: Readonly<Record<string, string>> = {
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'User.Invite.All': '09850681-111b-4a89-9bed-3f2cae46d706',
};

test('the API application asks Graph for exactly these permissions, each id with its name', () => {
  const asked = api?.requiredResourceAccess?.flatMap(({ resourceAccess }) => resourceAccess) ?? [];
  expect(Object.fromEntries(asked.map(({ id, value }) => [value, id]))).toEqual(GRAPH_ROLES);
});

test('I-28: access tokens carry `upn`, for guests too', () => {
  const upn = api?.optionalClaims?.accessToken.find(({ name }) => name === 'upn');
  expect(upn?.additionalProperties).toEqual(['include_externally_authenticated_upn']);
});

test('I-25: applications have a role of their own, which no person can hold', () => {
  expect(api?.appRoles).toMatchObject([{ value: 'Tenant.Automation', allowedMemberTypes: ['Application'] }]);
});

test('no application has a password or a certificate: the API proves itself by the managed identities', () => {
  expect(text).not.toMatch(/passwordCredentials|keyCredentials|secretText/);
  expect(api?.federatedIdentityCredentials?.map(({ audiences }) => audiences)).toEqual(
    Array(3).fill(['api://AzureADTokenExchange']),
  );
});
