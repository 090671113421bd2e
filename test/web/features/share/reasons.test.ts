import { describe, expect, test } from 'vitest';
import type { HeldRight, Person, Reason } from '../../../../shared/contract/azimuth.ts';
import { byReason, reasonList, reasonSentences, type Subject } from '../../../../web/src/features/share/reasons.ts';

const viewers: Person = {
  objectId: 'd2',
  displayName: 'Contoso Viewers',
  signInName: '',
  kind: 'group',
};
const role: Reason = { kind: 'role', role: 'Viewer', workspaceName: 'Retail' };
const admin: Reason = { kind: 'role', role: 'Admin', workspaceName: 'Retail' };
const roleByGroup: Reason = { ...role, through: viewers };
const direct: Reason = { kind: 'direct', grantedBy: 'Tomas Berg', grantedAt: '2026-05-03T08:00:00Z' };
const directToGroup: Reason = { ...direct, through: viewers };
const link: Reason = { kind: 'link', linkId: 'l1', grantedBy: 'Tomas Berg', grantedAt: '2026-05-03T08:00:00Z' };
const owner: Reason = { kind: 'owner' };
const hidden: Reason = { kind: 'hidden' };

const ines: Subject = { kind: 'other', name: 'Ines Moreau' };
const you: Subject = { kind: 'you' };
const held = (right: HeldRight['right'], ...because: Reason[]): HeldRight => ({ right, because });

describe('the reasons of rights', () => {
  test('stand each once with all that they give', () => {
    const rights = [held('read', roleByGroup, direct), held('reshare', direct)];
    expect(byReason(rights)).toEqual([
      { reason: roleByGroup, rights: ['read'] },
      { reason: direct, rights: ['read', 'reshare'] },
    ]);
  });

  test.each([
    [role, 'Viewer of the workspace “Retail”'],
    [roleByGroup, 'Through the group “Contoso Viewers”: Viewer of the workspace “Retail”'],
    [direct, 'Given by Tomas Berg on 3 May 2026'],
    [directToGroup, 'Through the group “Contoso Viewers”: given by Tomas Berg on 3 May 2026'],
    [link, 'By a link of Tomas Berg, on 3 May 2026'],
    [owner, 'Made it'],
    [hidden, 'For a reason that you may not see'],
  ])('%j is listed as “%s”', (reason, words) => {
    expect(reasonList([held('read', reason)])).toEqual([words]);
  });

  test('that read the same are listed once', () => {
    const later: Reason = { ...direct, grantedAt: '2026-05-03T09:00:00Z' };
    expect(reasonList([held('read', direct, later)])).toHaveLength(1);
    expect(reasonSentences(ines, [held('read', direct, later)], 'report')).toHaveLength(1);
  });
});

describe('the way to a right is told from the person on', () => {
  test.each([
    [ines, role, 'Ines Moreau is a Viewer of the workspace “Retail”, and so may see it.'],
    [you, role, 'You are a Viewer of the workspace “Retail”, and so may see it.'],
    [
      ines,
      roleByGroup,
      'Ines Moreau is in the group “Contoso Viewers”, which is a Viewer of the workspace “Retail”, and so may see it.',
    ],
    [ines, hidden, 'Ines Moreau may see it, for a reason that you may not see.'],
    [you, hidden, 'You may see it, for a reason that you may not see.'],
    [you, admin, 'You are an Admin of the workspace “Retail”, and so may see it.'],
    [ines, direct, 'On 3 May 2026 Tomas Berg let Ines Moreau see it.'],
    [you, direct, 'On 3 May 2026 Tomas Berg let you see it.'],
    [
      ines,
      directToGroup,
      'On 3 May 2026 Tomas Berg let the group “Contoso Viewers” see it, and Ines Moreau is in that group.',
    ],
    [you, directToGroup, 'On 3 May 2026 Tomas Berg let the group “Contoso Viewers” see it, and you are in that group.'],
    [ines, link, 'Ines Moreau came by a link of Tomas Berg on 3 May 2026, and so may see it.'],
    [ines, owner, 'Ines Moreau made it, and so owns it.'],
    [you, owner, 'You made it, and so own it.'],
  ])('%j by %j', (who, reason, sentence) => {
    expect(reasonSentences(who, [held('read', reason)], 'report')).toEqual([sentence]);
  });

  test('several rights by one reason are one sentence', () => {
    const rights = [held('read', direct), held('build', direct)];
    expect(reasonSentences(ines, rights, 'model')).toEqual([
      'On 3 May 2026 Tomas Berg let Ines Moreau see its data and build on it.',
    ]);
  });
});
