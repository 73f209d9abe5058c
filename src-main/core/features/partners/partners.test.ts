import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartnerSpec } from '../../../../shared/contract/partners.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { type CoreWorld, coreWorld, createGroup, faultOf, realHosts, value } from '../../core-for-tests.ts';

const page = { offset: 0, limit: 100 };

function spec(name: string, more: Partial<PartnerSpec> = {}): PartnerSpec {
  return {
    name,
    platform: '',
    ids: [],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [],
    notes: '',
    ...more,
  };
}
const party = (id: string): PartnerSpec['ids'] => [{ kind: 'party', id }];
const confirmed = { by: 'ada', how: 'phone', at: '2026-01-02T08:00:00.000Z', note: 'asked B.' } as const;
const file = (text: string) => ({ name: 'partners', content: encodeUtf8(text) });

let world: CoreWorld;
beforeAll(async () => {
  world = await coreWorld({ spawnHost: realHosts({}) });
});
afterAll(async () => world[Symbol.asyncDispose]());

const partners = () => world.client.partners;
const add = async (name: string, more: Partial<PartnerSpec> = {}) =>
  value(await partners().add({ spec: spec(name, more) })).partner;
const names = async (query: object = {}) =>
  value(await partners().list({ ...page, ...query })).rows.map(({ name }) => name);
const codes = (end: { readonly ok: boolean; readonly error?: unknown }): unknown =>
  (end.error as { data?: { findings?: { code: string }[] } } | undefined)?.data?.findings?.map(({ code }) => code);

describe('the registry', () => {
  test('keeps a partner as it was stated, in its usual form, and knows who said so', async () => {
    const stated = spec(' Whole  CPO ', {
      platform: 'Hub',
      ids: [
        { kind: 'party', id: 'DEwho', confirmed },
        { kind: 'sub-cpo', id: 'DE*WHO' },
      ],
      contacts: [{ name: 'B.', role: 'security', phone: '+49 30 1', mail: 'ops@example.org' }],
      allowedAlgorithms: ['ec-p256'],
      maxLifetimeDays: 90,
      allowedNames: ['dns:*.Example.org'],
      notes: 'x',
    });
    const { partner } = value(await partners().add({ spec: stated }));
    expect(partner).toMatchObject({
      ...stated,
      name: 'Whole CPO',
      allowedNames: ['dns:*.example.org'],
      version: 1,
      archived: false,
      createdBy: 'ada',
    });
    const shown = value(await partners().show({ partnerId: partner.partnerId }));
    expect(shown).toEqual({ partner, findings: [] });
    const { rows } = value(await partners().list({ ...page, filter: 'de*who' }));
    expect(rows).toMatchObject([{ name: 'Whole CPO', partyIds: ['DEwho'], subCpoIds: ['DE*WHO'], unconfirmed: 1 }]);
  });

  test('has no name and no id twice, whatever their case, and names who has it', async () => {
    const first = await add('Taken', { ids: party('DETAK') });
    expect(codes(await partners().add({ spec: spec('taken', { ids: party('detak') }) }))).toEqual([
      'PARTNER_NAME_TAKEN',
      'PARTNER_ID_TAKEN',
    ]);
    const { findings } = value(await partners().check({ spec: spec('Other', { ids: party('DETAK') }) }));
    expect(findings).toMatchObject([
      { code: 'PARTNER_ID_TAKEN', other: { name: 'Taken', partnerId: first.partnerId } },
    ]);
    const same = spec('Taken', { ids: party('DETAK') });
    expect(value(await partners().check({ spec: same, partnerId: first.partnerId })).findings).toEqual([]);
    expect(value(await partners().check({ spec: spec('Alike', { ids: party('DE7AK') }) })).findings).toEqual([]);
  });

  test('warns of ids that can be taken for another partner’s, and stores them', async () => {
    await add('Look', { ids: party('DEL0K') });
    const other = await add('Alike', { ids: [{ kind: 'sub-cpo', id: 'DE*LOK' }] });
    const { findings } = value(await partners().show({ partnerId: other.partnerId }));
    expect(findings).toMatchObject([{ level: 'warn', code: 'PARTNER_ID_LOOK_ALIKE', other: { name: 'Look' } }]);
  });

  test('knows the authorities that serve a partner, or refuses', async () => {
    expect(
      codes(await partners().add({ spec: spec('Served', { ids: party('DESRV'), authorityIds: ['nobody'] }) })),
    ).toEqual(['AUTHORITY_UNKNOWN']);
  });

  test('is filtered and sorted by position', async () => {
    await add('Zeta', { platform: 'A hub', ids: [{ kind: 'party', id: 'DEZET', confirmed }] });
    const gone = await add('Gone away', { ids: party('DEGON') });
    value(await partners().setArchived({ partnerId: gone.partnerId, version: 1, archived: true }));
    const all = await names();
    expect(all).toEqual([...all].sort((a, b) => a.localeCompare(b)));
    expect(all).not.toContain('Gone away');
    expect(await names({ archived: 'yes' })).toEqual(['Gone away']);
    expect(await names({ filter: 'a hub' })).toEqual(['Zeta']);
    expect(await names({ unconfirmed: true })).not.toContain('Zeta');
    expect(await names({ descending: true })).toEqual([...all].reverse());
    const { total, rows } = value(await partners().list({ offset: 1, limit: 2 }));
    expect([total, rows.map(({ name }) => name)]).toEqual([all.length, all.slice(1, 3)]);
  });
});

describe('a change', () => {
  test('is a version with what it changed, and an entry with old and new', async () => {
    const { partnerId } = await add('Changing', { ids: party('DECHA') });
    const changed = { ...spec('Changed', { ids: [{ kind: 'party' as const, id: 'DECHA', confirmed }] }) };
    value(await partners().edit({ partnerId, version: 1, spec: changed }));
    const { total, rows } = value(await partners().history({ partnerId, ...page }));
    expect(total).toBe(2);
    expect(rows.map(({ version, deed, by }) => [version, deed, by])).toEqual([
      [2, 'changed', 'ada'],
      [1, 'added', 'ada'],
    ]);
    expect(rows[0]?.changes).toEqual([
      { field: 'name', before: 'Changing', after: 'Changed' },
      {
        field: 'confirmation',
        entry: 'party DECHA',
        before: null,
        after: 'phone, 2026-01-02T08:00:00.000Z, ada: asked B.',
      },
    ]);
    const { rows: entries } = value(await world.client.audit.list({ offset: 0, limit: 1 }));
    expect(entries[0]).toMatchObject({ event: 'partner.changed', subject: partnerId });
    expect(entries[0]?.data).toContain('{"after":"Changed","before":"Changing","field":"name"}');
  });

  test('of what was changed meanwhile is refused, and one that changes nothing is none', async () => {
    const { partnerId } = await add('Twice', { ids: party('DETWI') });
    const wish = { partnerId, spec: spec('Twice', { ids: party('DETWI'), notes: 'a' }) };
    value(await partners().edit({ ...wish, version: 1 }));
    expect(faultOf(await partners().edit({ ...wish, version: 1, spec: { ...wish.spec, notes: 'b' } }))).toBe(
      'PARTNER_CHANGED',
    );
    expect(value(await partners().edit({ ...wish, version: 2 })).partner.version).toBe(2);
  });

  test('archives, which frees the ids, and comes back while they are free', async () => {
    const { partnerId } = await add('Archive', { ids: party('DEARC') });
    value(await partners().setArchived({ partnerId, version: 1, archived: true }));
    expect(faultOf(await partners().edit({ partnerId, version: 2, spec: spec('Archive') }))).toBe('PARTNER_ARCHIVED');
    const heir = await add('Heir', { ids: party('DEARC') });
    const back = await partners().setArchived({ partnerId, version: 2, archived: false });
    expect(codes(back)).toEqual(['PARTNER_ID_TAKEN']);
    value(await partners().setArchived({ partnerId: heir.partnerId, version: 1, archived: true }));
    expect(value(await partners().setArchived({ partnerId, version: 2, archived: false })).partner.version).toBe(3);
  });

  test('removes what nothing claims, with its name typed, and keeps its history', async () => {
    const { partnerId } = await add('Remove', { ids: party('DEREM') });
    const wish = { partnerId, version: 1 };
    expect(faultOf(await partners().remove({ ...wish, confirm: 'Other' }))).toBe('CONFIRMATION_WRONG');
    value(await partners().remove({ ...wish, confirm: 'remove' }));
    expect(faultOf(await partners().show({ partnerId }))).toBe('PARTNER_NOT_FOUND');
    const { rows } = value(await partners().history({ partnerId, ...page }));
    expect(rows.map(({ deed }) => deed)).toEqual(['removed', 'added']);
    expect(faultOf(await partners().history({ partnerId: 'never', ...page }))).toBe('PARTNER_NOT_FOUND');
  });

  test('does not remove a partner whose id is claimed, and is told in the claims', async () => {
    await createGroup(world, 'claiming');
    const { partnerId } = await add('Claimed', { ids: [{ kind: 'sub-cpo', id: 'de*gef', confirmed }] });
    expect(faultOf(await partners().remove({ partnerId, version: 1, confirm: 'Claimed' }))).toBe('PARTNER_IN_USE');
    const claims = async (offset: number, limit: number) =>
      value(await world.client.certificates.claims({ id: 'DE*GEF', offset, limit }));
    const all = await claims(0, 100);
    expect(all.rows.map(({ where, id, state }) => [where, id, state])).toEqual([
      ['partner', 'de*gef', 'confirmed'],
      ['key-group', 'DE*GEF', 'own'],
    ]);
    expect([all.total, (await claims(1, 1)).rows, (await claims(0, 1)).rows]).toEqual([
      2,
      [all.rows[1]],
      [all.rows[0]],
    ]);
  });
});

describe('a file', () => {
  const preview = async (text: string) => value(await partners().preview({ source: file(text) }));
  const take = async (text: string, more: object = {}) => {
    const { sha256, planSha256 } = await preview(text);
    return partners().import({ source: file(text), sha256, planSha256, skipRefused: false, ...more });
  };

  test('is previewed field by field and then taken whole, with one entry', async () => {
    const { partnerId } = await add('Filed', { ids: [{ kind: 'party', id: 'DEFIL', confirmed }], platform: 'Old' });
    const text = 'name,party_ids,platform\r\nFiled,DEFIL DEFIM,New\r\nFresh,DEFRE,\r\n';
    const seen = await preview(text);
    expect(seen).toMatchObject({ format: 'csv', counts: { add: 1, change: 1, same: 0, refused: 0 } });
    expect(seen.rows).toMatchObject([
      {
        action: 'change',
        partnerId,
        changes: [
          { field: 'platform', before: 'Old', after: 'New' },
          { field: 'id', before: null, after: 'DEFIM' },
        ],
      },
      { action: 'add', name: 'Fresh' },
    ]);
    expect(value(await take(text)).counts).toEqual(seen.counts);
    const { partner } = value(await partners().show({ partnerId }));
    expect(partner).toMatchObject({ platform: 'New', version: 2, ids: [{ id: 'DEFIL', confirmed }, { id: 'DEFIM' }] });
    const { rows } = value(await partners().history({ partnerId, ...page }));
    expect(rows[0]).toMatchObject({ deed: 'changed', imported: true });
    expect((await world.audit()).at(-1)).toBe('partner.imported');
    expect((await preview(text)).counts).toEqual({ add: 0, change: 0, same: 2, refused: 0 });
  });

  test('with a refused row is taken without it when that is asked for, else not at all', async () => {
    const text = 'name,party_ids\r\nGood row,DEGOO\r\nBad row,DE\r\n';
    expect(faultOf(await take(text))).toBe('IMPORT_REFUSED');
    expect(await names({ filter: 'good row' })).toEqual([]);
    expect(value(await take(text, { skipRefused: true })).counts).toMatchObject({ add: 1, refused: 1 });
    expect(await names({ filter: ' row' })).toEqual(['Good row']);
  });

  test('is taken as it was previewed or not at all', async () => {
    const text = 'name,party_ids\r\nLater,DELAT\r\n';
    const { sha256, planSha256 } = await preview(text);
    const wish = { source: file(text), sha256, planSha256, skipRefused: false };
    const other = file(text.replace('DELAT', 'DELAU'));
    expect(faultOf(await partners().import({ ...wish, source: other }))).toBe('IMPORT_CHANGED');
    await add('Later', { ids: party('DELAT'), notes: 'meanwhile' });
    expect(faultOf(await partners().import(wish))).toBe('IMPORT_CHANGED');
  });

  test('swaps names and moves ids in one step', async () => {
    const a = await add('Swap A', { ids: party('DESWA') });
    const b = await add('Swap B', { ids: party('DESWB') });
    const text = `name,partner_id,party_ids\r\nSwap B,${a.partnerId},DESWB\r\nSwap A,${b.partnerId},DESWA\r\n`;
    expect(value(await take(text)).counts).toMatchObject({ change: 2 });
    expect(value(await partners().show({ partnerId: a.partnerId })).partner).toMatchObject({
      name: 'Swap B',
      ids: party('DESWB'),
    });
  });

  test.each(['json', 'csv'] as const)(
    'as %s carries the registry out and is the same when it comes back',
    async (format) => {
      const { content } = value(await partners().export({ format, archived: true }));
      const again = value(await partners().preview({ source: { name: 'x', content } }));
      expect(again.counts).toMatchObject({ add: 0, change: 0, refused: 0 });
      expect(again.counts.same).toBe(value(await partners().list({ ...page, archived: 'all' })).total);
    },
  );

  test('as JSON fills an empty registry with the same partners under the same ids', async () => {
    const { content } = value(await partners().export({ format: 'json', archived: true }));
    const listed = value(await partners().list({ ...page, archived: 'all' }));
    await using other = await coreWorld({ spawnHost: realHosts({}) });
    const source = { name: 'x', content };
    const { sha256, planSha256 } = value(await other.client.partners.preview({ source }));
    value(await other.client.partners.import({ source, sha256, planSha256, skipRefused: false }));
    const there = value(await other.client.partners.list({ ...page, archived: 'all' }));
    const facts = ({ rows }: typeof listed) => rows.map((row) => ({ ...row, changedAt: '', version: 0 }));
    expect(facts(there)).toEqual(facts(listed));
  });

  test.each([
    ['{', 'json', undefined],
    ['{"format":"other"}', 'form', undefined],
    ['[]', 'form', undefined],
    ['platform\r\nHub', 'no-name', undefined],
    ['name,x\r\n', 'column', 'x'],
    ['name\r\na,b\r\n', 'uneven', undefined],
  ])('that begins %j is told to be unreadable: %s', async (text, reason, detail) => {
    const end = await partners().preview({ source: file(text) });
    const data = { reason, ...(detail === undefined ? {} : { detail }) };
    expect(end).toMatchObject({ error: { code: 'PARTNER_FILE_UNREADABLE', data } });
  });

  test('in another encoding is told to be so', async () => {
    const content = Uint8Array.of(0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xfc);
    expect(await partners().preview({ source: { name: 'x', content } })).toMatchObject({
      error: { data: { reason: 'encoding' } },
    });
  });

  test('has rows with a reason where they cannot be read, whatever is in them', async () => {
    const rows = [
      { name: 'A', unknown: 1 },
      { name: 'B', ids: [{ kind: 'party', id: '\ud800' }] },
      17,
      { name: 'C', maxLifetimeDays: -1 },
    ];
    const text = JSON.stringify({ format: 'ocpi-console.partners', version: 1, partners: rows });
    const seen = await preview(text);
    expect(seen.rows.map(({ action, findings }) => [action, findings[0]?.code])).toEqual([
      ['refused', 'ROW_UNREADABLE'],
      ['refused', 'PARTY_ID_UNSAFE_CHARACTER'],
      ['refused', 'ROW_UNREADABLE'],
      ['refused', 'ROW_UNREADABLE'],
    ]);
    const long = await preview(`name\r\n${'x'.repeat(5000)}\r\n`);
    expect(long.rows[0]).toMatchObject({ action: 'refused', findings: [{ code: 'ROW_UNREADABLE', path: 'name' }] });
  });
});

test('the schema of the JSON form tells every member', async () => {
  const { content } = value(await partners().export({ format: 'schema', archived: false }));
  const schema = JSON.parse(Buffer.from(content).toString('utf8')) as Record<string, unknown>;
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    required: ['format', 'version', 'partners'],
  });
});
