import { expect, test } from 'vitest';
import { kindOfUser } from '../../../web/src/features/workspace/kind-of-user.ts';

const user = { identifier: 'i', displayName: 'n', groupUserAccessRight: 'Viewer' } as const;

test.each([
  [{ principalType: 'User', emailAddress: 'ines@contoso.example' }, 'user'],
  [{ principalType: 'User', emailAddress: 'ana_other.example#ext#@contoso.onmicrosoft.com' }, 'guest'],
  [{ principalType: 'Group' }, 'group'],
  [{ principalType: 'App' }, 'service'],
] as const)('%j is shown as a %s', (facts, kind) => {
  expect(kindOfUser({ ...user, ...facts })).toBe(kind);
});
