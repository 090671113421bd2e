import { expect, test } from 'vitest';
import type { Link } from '../../../../shared/contract/azimuth.ts';
import { linkNote, linkTitle } from '../../../../web/src/features/share/link-words.ts';

const link: Link = {
  id: 'l1',
  kind: 'people',
  url: 'https://azimuth.example/links/l1',
  rights: ['read', 'reshare'],
  coversModel: true,
  recipients: [{ objectId: 'a', displayName: 'Ines', signInName: 'ines@contoso.example', kind: 'user' }],
  createdBy: 'Tomas Berg',
  createdAt: '2026-05-03T08:00:00Z',
};

test('a link for people names them; the other kinds say for whom they work', () => {
  expect(linkTitle(link)).toBe('Ines');
  expect(linkTitle({ kind: 'organisation', recipients: [] })).toBe('People in your organisation');
  expect(linkTitle({ kind: 'existing', recipients: [] })).toBe('People who have access already');
});

test('a link says what it gives, and by whom it was made', () => {
  expect(linkNote(link)).toBe('They can see it and share it on. Made by Tomas Berg on 3 May 2026.');
});

test('H-04: a link that does not lead to the data says so', () => {
  expect(linkNote({ ...link, coversModel: false })).toContain('who holds none sees no data');
});

test('H-02: a link for those who have access gives nothing', () => {
  const note = linkNote({ ...link, kind: 'existing', coversModel: false });
  expect(note).toContain('gives nobody anything');
  expect(note).not.toContain('They can');
});
