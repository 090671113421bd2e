import { describe, expect, test } from 'vitest';
import { activityNamed, readActivityFilter } from '../../shared/audit/activity-filter.ts';
import { readActivityQuery } from '../../shared/audit/activity-query.ts';
import { writeContinuation } from '../../shared/audit/continuation.ts';
import { type EventId, newId, type TenantId } from '../../shared/domain/ids.ts';

const NOW = new Date('2026-03-31T12:00:00.000Z');
const TENANT = newId<TenantId>();
const WINDOW = "startDateTime='2026-03-30T08:00:00Z'&endDateTime='2026-03-30T09:00:00Z'";

const read = (query: string, tenant = TENANT) => readActivityQuery(new URLSearchParams(query), tenant, NOW);
const refusal = (query: string): string => {
  try {
    read(query);
  } catch (thrown) {
    return thrown instanceof Error
      ? `${thrown.message}: ${JSON.stringify('detail' in thrown ? thrown.detail : '')}`
      : '';
  }
  return 'accepted';
};

describe('U-01: the window', () => {
  test.each([
    ["'2026-03-30T08:00:00.000Z'", '2026-03-30T08:00:00.000Z'],
    ["'2026-03-30T08:00:00Z'", '2026-03-30T08:00:00.000Z'],
    ["'2026-03-30T08:00:00'", '2026-03-30T08:00:00.000Z'],
    ["'2026-03-30t08:00:00z'", '2026-03-30T08:00:00.000Z'],
    ["'2026-03-30T08:00:00.1234567Z'", '2026-03-30T08:00:00.123Z'],
    ["'2026-03-30T08:00:00%2B00:00'", '2026-03-30T08:00:00.000Z'],
  ])('may begin at %s', (start, from) => {
    expect(read(`startDateTime=${start}&endDateTime='2026-03-30T09:00:00.5Z'`)).toEqual({
      from,
      to: '2026-03-30T09:00:00.500Z',
      after: undefined,
    });
  });

  test('includes the whole of its last second, since events tell whole seconds', () => {
    expect(read("startDateTime='2026-03-30T00:00:00'&endDateTime='2026-03-30T23:59:59'").to).toBe(
      '2026-03-30T23:59:59.999Z',
    );
  });

  test('is read without regard to case of the names', () => {
    expect(read(WINDOW.replace('startDateTime', 'STARTDATETIME').replace('endDateTime', 'EndDateTime'))).toEqual(
      read(WINDOW),
    );
  });

  test.each([
    ['', /startDateTime is missing/],
    ["startDateTime='2026-03-30T08:00:00Z'", /endDateTime is missing/],
    [WINDOW.replaceAll("'", ''), /single quotes/],
    [WINDOW.replaceAll("'", '"'), /single quotes/],
    [`${WINDOW}&startDateTime='2026-03-30T08:00:00Z'`, /more than once/],
    ["startDateTime='2026-03-30'&endDateTime='2026-03-30'", /no moment in UTC/],
    ["startDateTime='2026-02-30T08:00:00Z'&endDateTime='2026-02-30T09:00:00Z'", /no moment in UTC/],
    ["startDateTime='2026-03-30T25:00:00Z'&endDateTime='2026-03-30T26:00:00Z'", /no moment in UTC/],
    ["startDateTime='2026-03-30T08:00:00%2B02:00'&endDateTime='2026-03-30T09:00:00%2B02:00'", /no moment in UTC/],
    ["startDateTime='2026-03-30T08:00:00Z'&endDateTime='2026-03-31T07:00:00Z'", /same UTC day/],
    ["startDateTime='2026-03-30T09:00:00Z'&endDateTime='2026-03-30T08:00:00Z'", /before startDateTime/],
    ["startDateTime='2026-03-01T11:59:59Z'&endDateTime='2026-03-01T23:00:00Z'", /more than 30 days back/],
  ])('%s is refused with what to do', (query, why) => {
    expect(refusal(query)).toMatch(why);
    expect(refusal(query)).toMatch(/^request-invalid/);
  });

  test('may begin exactly thirty days back', () => {
    expect(refusal("startDateTime='2026-03-01T12:00:00Z'&endDateTime='2026-03-01T23:00:00Z'")).toBe('accepted');
  });
});

describe('U-01: the filter', () => {
  test.each([
    ["Activity eq 'ViewReport'", { activity: 'ViewReport', userId: undefined }],
    ["UserId eq 'a@b.example'", { activity: undefined, userId: 'a@b.example' }],
    ["Activity eq 'ViewReport' and UserId eq 'a@b.example'", { activity: 'ViewReport', userId: 'a@b.example' }],
    ["  userid EQ 'o''neill@b.example'  AND  ACTIVITY eq 'x' ", { activity: 'x', userId: "o'neill@b.example" }],
    ["UserId eq 'x and Activity eq y'", { activity: undefined, userId: 'x and Activity eq y' }],
  ])('%s', (text, filter) => {
    expect(readActivityFilter(text)).toEqual(filter);
  });

  test.each([
    '',
    ' ',
    'Activity',
    'Activity eq ViewReport',
    "Activity ne 'ViewReport'",
    "Activity eq 'ViewReport' or UserId eq 'x'",
    "Activity eq 'ViewReport' and",
    "Activity eq 'ViewReport' and ",
    "and Activity eq 'ViewReport'",
    "Activity eq 'ViewReport'UserId eq 'x'",
    "Activity eq 'ViewReport' and not UserId eq 'x'",
    "(Activity eq 'ViewReport')",
    "Operation eq 'ViewReport'",
    "Activity eq 'View'Report'",
    "Activity eq 'a' and Activity eq 'b'",
  ])('%j is refused and never read as less than it says', (text) => {
    expect(() => readActivityFilter(text)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  test('names an activity without regard to case, or one that never happens here', () => {
    expect([activityNamed('viewREPORT'), activityNamed('InstallApp')]).toEqual(['ViewReport', undefined]);
  });
});

describe('U-01: the continuation token', () => {
  const after = { at: '2026-03-30T08:30:00.000Z', id: newId<EventId>() };
  const begun = { from: '2026-03-30T08:00:00.000Z', to: '2026-03-30T09:00:59.999Z', activity: 'ViewReport', after };
  const token = writeContinuation(TENANT, { ...begun, userId: 'a@b.example' });

  test('stands for window, filter and place, in quotes and without, and needs no escaping', () => {
    expect(read(`continuationToken=${token}`)).toEqual({ ...begun, userId: 'a@b.example' });
    expect(read(`CONTINUATIONTOKEN='${token}'`)).toEqual(read(`continuationToken=${token}`));
    expect(encodeURIComponent(token)).toBe(token);
  });

  test('goes with the same filter and with no other', () => {
    const same = "&$filter=userId eq 'A@B.example' and activity eq 'VIEWREPORT'";
    expect(refusal(`continuationToken=${token}${same}`)).toBe('accepted');
    expect(refusal(`continuationToken=${token}&$filter=Activity eq 'ViewReport'`)).toMatch(/another one/);
  });

  test('goes with no window of its own', () => {
    expect(refusal(`continuationToken=${token}&${WINDOW}`)).toMatch(/not both/);
  });

  test('of another tenant is refused like one that nobody gave out', () => {
    const other = writeContinuation(newId<TenantId>(), { ...begun, userId: undefined });
    expect(refusal(`continuationToken=${other}`)).toBe(refusal('continuationToken=abc'));
    expect(refusal(`continuationToken=${other}`)).toMatch(/none that was given out/);
  });

  test.each([
    ['nothing', ''],
    ['no base64url', '%2B%2F'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['JSON of another shape', Buffer.from('{"tenant":1}').toString('base64url')],
    ['something added', Buffer.from(JSON.stringify({ ...JSON.parse(decode(token)), limit: 9 })).toString('base64url')],
  ])('that is %s is refused', (_, text) => {
    expect(refusal(`continuationToken=${text}`)).toMatch(/none that was given out/);
  });

  test('opens no window that could not have been asked for', () => {
    const wide = writeContinuation(TENANT, { ...begun, userId: undefined, from: '2026-03-29T08:00:00.000Z' });
    expect(refusal(`continuationToken=${wide}`)).toMatch(/same UTC day/);
    const old = { from: '2026-01-01T08:00:00.000Z', to: '2026-01-01T09:00:00.000Z' };
    expect(refusal(`continuationToken=${writeContinuation(TENANT, { ...begun, ...old })}`)).toMatch(/30 days/);
  });
});

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
