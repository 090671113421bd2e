import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../shared/domain/principal.ts';
import { openQueryWorld, type QueryWorld, TENANT } from './execute-queries-world.ts';

let world: QueryWorld;
beforeAll(async () => {
  world = await openQueryWorld();
});
afterAll(() => world.close());

const ONE = 'EVALUATE ROW ( "x", 1 )';
const errorOf = (text: string) => JSON.parse(text).error;
const detailsOf = (text: string): readonly (readonly [string, string])[] =>
  errorOf(text)['pbi.error'].details.map((one: { code: string; detail: { value: string } }) => [
    one.code,
    one.detail.value,
  ]);

describe('the answer', () => {
  test('has rows keyed by Table[Column] and [Name], numbers as numbers and dates as text', async () => {
    const { status, text } = await world.send(
      'EVALUATE SELECTCOLUMNS ( FILTER ( Sales, Sales[Amount] = 20 ), Sales[StoreKey], Sales[Sold], "Sum", Sales[Amount] )',
    );
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        results: [
          { tables: [{ rows: [{ 'Sales[StoreKey]': 1, 'Sales[Sold]': '2024-02-01T08:30:00', '[Sum]': 20 }] }] },
        ],
      },
    ]);
  });

  test('leaves blank cells out, and has them as null where that is wanted', async () => {
    const dax = 'EVALUATE ROW ( "a", 1, "b", BLANK () )';
    expect(await world.rows(dax)).toEqual([{ '[a]': 1 }]);
    expect(await world.rows(dax, { includeNulls: false })).toEqual([{ '[a]': 1 }]);
    expect(await world.rows(dax, { includeNulls: true })).toEqual([{ '[a]': 1, '[b]': null }]);
  });

  test('of no rows is a table without rows', async () => {
    expect(await world.rows('EVALUATE FILTER ( Sales, FALSE () )')).toEqual([]);
  });

  test('of a whole number that JavaScript cannot hold has all its digits', async () => {
    const { text } = await world.send('EVALUATE ROW ( "n", 9007199254740993 )');
    expect(text).toContain('"[n]":9007199254740993}');
  });

  test('of several EVALUATE is the first table and an error', async () => {
    const { status, text } = await world.send(`${ONE} EVALUATE ROW ( "y", 2 )`);
    const error = {
      code: 'MoreThanOneResultTable',
      message: expect.stringContaining('More than one result table in a query'),
    };
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { results: [{ tables: [{ rows: [{ '[x]': 1 }] }], error }], error },
    ]);
  });

  test('stops after 100,000 rows and says so', async () => {
    const { status, text } = await world.send('EVALUATE GENERATESERIES ( 1, 100001 )');
    const { results, error } = JSON.parse(text);
    expect([status, results[0].tables[0].rows.length, error.code]).toEqual([200, 100_000, 'TooManyRows']);
    expect(await world.rows('EVALUATE GENERATESERIES ( 1, 100000 )')).toHaveLength(100_000);
  });

  test('stops after 1,000,000 values and says so', async () => {
    const more = Array.from({ length: 19 }, (_, index) => `, "c${index}", ${index}`).join('');
    const { text } = await world.send(`EVALUATE ADDCOLUMNS ( GENERATESERIES ( 1, 50001 )${more} )`);
    const { results, error } = JSON.parse(text);
    expect([results[0].tables[0].rows.length, error.code]).toEqual([50_000, 'TooManyValues']);
  });
});

describe('the request', () => {
  test('is read without regard to case, and unknown members are ignored', async () => {
    const body = {
      Queries: [{ QUERY: 'EVALUATE ROW ( "a", BLANK (), "b", 2 )', kind: 1 }],
      SerializerSettings: { IncludeNulls: true },
      more: 1,
    };
    expect(await world.rows('', { body })).toEqual([{ '[a]': null, '[b]': 2 }]);
  });

  test('with null where something may be left out is one without it', async () => {
    const body = { queries: [{ query: ONE }], serializerSettings: null, impersonatedUserName: null };
    expect(await world.rows('', { body })).toEqual([{ '[x]': 1 }]);
  });

  test.each([
    ['no query', { queries: [] }, 'at queries'],
    ['two queries', { queries: [{ query: ONE }, { query: ONE }] }, 'at queries'],
    ['no queries', {}, 'at queries'],
    ['a query without text', { queries: [{}] }, 'at queries.0.query'],
    ['a query that is a text', { queries: [ONE] }, 'at queries.0'],
    [
      'settings of another kind',
      { queries: [{ query: ONE }], serializerSettings: { includeNulls: 'yes' } },
      'at serializerSettings.includeNulls',
    ],
  ])('with %s is refused with its place', async (_, body, place) => {
    const { status, text } = await world.send('', { body });
    expect([status, errorOf(text).code]).toEqual([400, 'InvalidRequest']);
    expect(errorOf(text).message).toContain(place);
  });
});

describe('what is wrong with a query', () => {
  test('is a DatasetExecuteQueriesError with message, code and place', async () => {
    const { status, text } = await world.send('EVALUATE\n  FILTER ( Sales, Sales[Amoun] > 1 )');
    expect([status, errorOf(text).code, errorOf(text)['pbi.error'].code]).toEqual([
      400,
      'DatasetExecuteQueriesError',
      'DatasetExecuteQueriesError',
    ]);
    const details = new Map(detailsOf(text));
    expect(details.get('DetailsMessage')).toContain('Amoun');
    expect([details.get('ErrorCode'), details.get('Line'), details.get('Column')]).toEqual([
      'column-unknown',
      '2',
      '19',
    ]);
    expect(details.get('AnalysisServicesErrorCode')).toMatch(/^\d+$/);
  });

  test('is told all at once', async () => {
    const { text } = await world.send('EVALUATE ROW ( "a", [Nothing], "b", NOSUCH ( 1 ) )');
    expect(detailsOf(text).filter(([code]) => code === 'DetailsMessage')).toHaveLength(2);
  });

  test.each([
    ['', 'syntax'],
    ['SELECT * FROM $SYSTEM.DISCOVER_SESSIONS', 'another language'],
    ['EVALUATE 1', 'no table'],
    ['EVALUATE ROW ( "x", CURRENCY ( 1 ) / 0 )', 'a fixed decimal divided by zero'],
    ['EVALUATE ROW ( "x", VALUE ( "no number" ) )', 'a text that is no number'],
    ['EVALUATE ROW ( "x", VALUES ( Store[Region] ) )', 'several values for one'],
    ['EVALUATE ROW ( "x", ERROR ( "my own" ) )', 'an error of its own'],
  ])('%s: %s', async (dax) => {
    const { status, text } = await world.send(dax);
    expect([status, errorOf(text).code]).toEqual([400, 'DatasetExecuteQueriesError']);
    expect(text).not.toMatch(/INT64|BIGINT|LINE 1|SELECT [^*]|!dax/);
    // The next one is answered by the same session.
    expect(await world.rows(ONE)).toEqual([{ '[x]': 1 }]);
    expect(world.engine.statistics().openModels).toBe(1);
  });

  test('says what the query itself says', async () => {
    const { text } = await world.send(`EVALUATE ROW ( "x", ERROR ( "it's ""mine""" ) )`);
    expect(new Map(detailsOf(text)).get('DetailsMessage')).toBe('it\'s "mine"');
  });
});

describe('who may ask', () => {
  test('U-01: whoever may build; without that right it is forbidden, without any it is not there', async () => {
    const reader = await world.reader('Reader', ['Europe'], { rights: ['read'] });
    const stranger = await world.reader('Stranger', ['Europe'], { rights: 'none' });
    expect((await world.send(ONE, { as: reader })).status).toBe(403);
    expect((await world.send(ONE, { as: stranger })).status).toBe(404);
  });

  test('nobody where the tenant has switched it off', async () => {
    const set = (isOn: boolean) =>
      world.metadata.write(TENANT, undefined, ({ settings }) =>
        settings.save({ name: 'executeQueries', isOn, onlyFor: [], exceptFor: [] }),
      );
    await set(false);
    const { status, text } = await world.send(ONE);
    await set(true);
    expect([status, errorOf(text).code]).toEqual([403, 'TenantSettingDisabled']);
    expect((await world.send(ONE)).status).toBe(200);
  });

  test('an application asks a model without roles, and none with roles, whatever it was given', async () => {
    const application = await world.reader('App', [], { kind: 'service', signInName: '', effectiveUserName: '' });
    expect((await world.send(ONE, { as: application, model: world.open })).status).toBe(200);
    for (const impersonate of [undefined, 'author@contoso.example']) {
      const answer = await world.send(ONE, { as: application, ...(impersonate === undefined ? {} : { impersonate }) });
      expect([answer.status, errorOf(answer.text).code]).toEqual([401, 'PowerBINotAuthorizedException']);
      expect(answer.headers.get('x-azimuth-caller-refused')).toBe('true');
    }
  });
});

describe('roles', () => {
  const regions = async (as: Caller, more = {}) =>
    (await world.rows('EVALUATE VALUES ( Store[Region] )', { as, ...more }))
      .map((row) => row['Store[Region]'])
      .toSorted();
  const total = async (as: Caller, more = {}) =>
    (await world.rows('EVALUATE ROW ( "t", [Total] )', { as, includeNulls: true, ...more }))[0]?.['[t]'];

  test('F-02: bind nobody who may write', async () => {
    expect(await regions(world.author)).toEqual(['America', 'Europe']);
    expect(await total(world.author)).toBe(730.5);
  });

  test('F-03: in one role its rows, in several all of theirs, in none nothing', async () => {
    expect(await total(await world.reader('Eve', ['Europe']))).toBe(30);
    expect(await regions(await world.reader('Both', ['Europe', 'America']))).toEqual(['America', 'Europe']);
    const none = await world.reader('None');
    expect([await regions(none), await total(none)]).toEqual([[], null]);
  });

  test('F-03: a model without roles shows everybody everything', async () => {
    expect(await total(await world.reader('Any'), { model: world.open })).toBe(730.5);
  });

  test('F-03: a role that does not let read counts like none', async () => {
    expect(await regions(await world.reader('Ref', ['Refreshers']))).toEqual([]);
  });

  test('F-05: a role holds through a group', async () => {
    const group = await world.reader('Group', ['America']);
    const member = await world.reader('Member', [], { groupIds: [group.objectId] });
    expect(await regions(member)).toEqual(['America']);
  });

  test('F-04: USERPRINCIPALNAME is the effective user name, whatever its case; CUSTOMDATA is blank', async () => {
    const ann = await world.reader('Ann', ['Own'], { effectiveUserName: 'ANN@contoso.example' });
    expect(await total(ann)).toBe(310);
    expect(
      await world.rows(
        'EVALUATE ROW ( "n", USERNAME (), "u", USERPRINCIPALNAME (), "o", USEROBJECTID (), "c", CUSTOMDATA () )',
        { as: ann },
      ),
    ).toEqual([{ '[n]': 'ANN@contoso.example', '[u]': 'ANN@contoso.example', '[o]': ann.objectId }]);
  });

  test('F-16: hidden objects in one role and hidden rows in another are a refused query', async () => {
    const mixed = await world.reader('Mixed', ['Limited', 'Europe']);
    const { status, text } = await world.send(ONE, { as: mixed });
    expect([status, errorOf(text).code]).toEqual([400, 'DatasetExecuteQueriesError']);
  });
});

describe('asking as somebody else', () => {
  const total = async (impersonate: string) =>
    (await world.rows('EVALUATE ROW ( "t", [Total], "n", USERPRINCIPALNAME () )', { impersonate }))[0];

  test('is under their roles and with their name', async () => {
    const ben = await world.reader('Ben', ['Own']);
    expect(await total('BEN@contoso.example')).toEqual({ '[t]': 20, '[n]': ben.signInName });
  });

  test('is under the roles of their groups, as the directory has them now', async () => {
    const europeans = await world.reader('Europeans', ['Europe']);
    world.directory.put(TENANT, { ...europeans, kind: 'group' });
    const kim = await world.reader('Kim');
    expect(await total('kim@contoso.example')).toEqual({ '[n]': kim.signInName });
    world.directory.join(europeans.objectId, kim.objectId);
    expect(await total('kim@contoso.example')).toEqual({ '[t]': 30, '[n]': kim.signInName });
  });

  test('F-02: sees everything where they may write', async () => {
    expect(await total('author@contoso.example')).toMatchObject({ '[t]': 730.5 });
  });

  test('is for those who may write, and asks the directory nothing for others', async () => {
    const reader = await world.reader('Curious', ['Europe']);
    for (const impersonate of ['author@contoso.example', 'nobody@contoso.example']) {
      const { status, text } = await world.send(ONE, { as: reader, impersonate });
      expect([status, errorOf(text).code]).toEqual([403, 'PowerBINotAuthorizedException']);
    }
  });

  test('whom the directory does not have, or who is a group, is refused with what to do', async () => {
    const group = await world.reader('Everybody');
    world.directory.put(TENANT, { ...group, kind: 'group' }, { mail: 'all@contoso.example' });
    for (const impersonate of ['nobody@contoso.example', 'all@contoso.example']) {
      const { status, text } = await world.send(ONE, { impersonate });
      expect([status, errorOf(text).code]).toEqual([400, 'InvalidRequest']);
      expect(errorOf(text).message).toContain('impersonatedUserName');
    }
  });

  test('changes nothing where the model has no roles, whoever it is', async () => {
    const reader = await world.reader('Open');
    for (const impersonate of ['nobody@contoso.example', 'author@contoso.example']) {
      expect(
        await world.rows('EVALUATE ROW ( "n", USERPRINCIPALNAME () )', { as: reader, model: world.open, impersonate }),
      ).toEqual([{ '[n]': 'open@contoso.example' }]);
    }
  });
});
