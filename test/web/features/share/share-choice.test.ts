import { describe, expect, test } from 'vitest';
import { AddPermissionsRequest } from '../../../../shared/contract/azimuth.ts';
import { FIRST_CHOICE, offered, rightsOf, shareRequest } from '../../../../web/src/features/share/share-choice.ts';

const EVERYTHING = { mayShare: true, mayBuild: true, withModel: true };

describe('what is given when one shares', () => {
  test('H-03: at first, seeing it and sharing it on, with the dataset, and no building', () => {
    const request = shareRequest([{ id: 'a' }, { id: 'b@c.example' }], FIRST_CHOICE, offered('report', undefined));
    expect(request).toEqual({ recipients: ['a', 'b@c.example'], rights: ['read', 'reshare'], withModel: true });
    expect(AddPermissionsRequest.safeParse(request).success).toBe(true);
  });

  test('is never more than one holds oneself', () => {
    expect(rightsOf(EVERYTHING, offered('report', ['read', 'reshare']))).toEqual(['read', 'reshare']);
    expect(rightsOf(EVERYTHING, offered('report', ['read', 'build', 'reshare']))).toEqual(['read', 'build', 'reshare']);
  });

  test('of a dashboard is no building and no dataset', () => {
    expect(shareRequest([{ id: 'a' }], EVERYTHING, offered('dashboard', undefined))).toEqual({
      recipients: ['a'],
      rights: ['read', 'reshare'],
      withModel: false,
    });
  });

  test('of a dataset may be building on it', () => {
    expect(rightsOf(EVERYTHING, offered('model', ['read', 'build', 'reshare']))).toContain('build');
  });
});
