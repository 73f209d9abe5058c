import { expect, test } from 'vitest';
import { Settings } from '../../../../shared/contract/settings.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { ada, testStore, type TestStore } from '../../store/store-for-tests.ts';
import { settingDefaults } from './setting-defaults.ts';
import { createSettingsService } from './settings.service.ts';

const service = ({ database, unit }: TestStore) => createSettingsService({ db: database.db, unit });
const rows = ({ database }: TestStore) => database.db.selectFrom('settings').selectAll().execute();

test('the defaults satisfy the contract', () => {
  expect(Settings.parse(settingDefaults)).toEqual(settingDefaults);
});

test('a fresh workspace has the defaults and stores none of them', async () => {
  using store = testStore();
  expect(await service(store).get()).toEqual(settingDefaults);
  expect(await rows(store)).toEqual([]);
});

test('a change is kept, told to listeners, and on record with its actor and new values', async () => {
  using store = testStore();
  const settings = service(store);
  const told: Settings[] = [];
  settings.onChange((now) => told.push(now));
  const changed = await settings.set(ada, {
    organisation: 'GEF',
    idleMinutes: 5,
    logFiles: undefined,
    signOutOnLock: true,
  });

  expect(changed).toEqual(ok({ ...settingDefaults, organisation: 'GEF', idleMinutes: 5 }));
  expect(await service(store).get()).toMatchObject({ organisation: 'GEF', idleMinutes: 5 });
  expect(told).toHaveLength(1);
  expect(store.committed).toMatchObject([
    { event: 'settings.change', outcome: 'done', actor: ada, data: { organisation: 'GEF', idleMinutes: 5 } },
  ]);
  expect(Object.keys(store.committed[0]!.data)).toHaveLength(2);
});

test('setting the default again removes the row', async () => {
  using store = testStore();
  await service(store).set(ada, { organisation: 'GEF' });
  await service(store).set(ada, { organisation: '' });
  expect(await rows(store)).toEqual([]);
});

test('an object identifier profile is changed as a whole, with its version', async () => {
  using store = testStore();
  const oidProfile = { ...settingDefaults.oidProfile, version: 'ours-2', partyIds: '1.3.6.1.4.1.99999.1' };
  await service(store).set(ada, { oidProfile });
  expect((await service(store).get()).oidProfile).toEqual(oidProfile);
});

test.each([
  ['theme', '"purple"'],
  ['theme', 'no json'],
  ['fromTheFuture', '1'],
])('a stored value that this version does not understand is the default: %s = %s', async (name, value) => {
  using store = testStore();
  await store.unit.run({ event: 'a.b', actor: ada }, async (trx) => {
    await trx
      .insertInto('settings')
      .values([
        { name, value },
        { name: 'logFiles', value: '7' },
      ])
      .execute();
    return ok(1);
  });
  expect(await service(store).get()).toEqual({ ...settingDefaults, logFiles: 7 });
});

test('a profile stored before there were service roles keeps its own members and gets the default for them', async () => {
  using store = testStore();
  const { serviceRoles, ...older } = { ...settingDefaults.oidProfile, version: 'ours-2', partyIds: '1.3.6.1.4.1.9.1' };
  await store.unit.run({ event: 'a.b', actor: ada }, async (trx) => {
    await trx
      .insertInto('settings')
      .values({ name: 'oidProfile', value: JSON.stringify(older) })
      .execute();
    return ok(1);
  });
  expect((await service(store).get()).oidProfile).toEqual({ ...older, serviceRoles });
});

test('a profile that gives one object identifier to two things is refused and on record', async () => {
  using store = testStore();
  const { oidProfile } = settingDefaults;
  const twice = { ...oidProfile, notAfter: oidProfile.notBefore };
  const done = await service(store).set(ada, { oidProfile: twice, organisation: 'GEF' });
  expect(done).toEqual(fail({ code: 'OID_TWICE', data: { oid: oidProfile.notBefore } }));
  expect(await rows(store)).toEqual([]);
  expect(store.committed).toMatchObject([{ event: 'settings.change.refused', code: 'OID_TWICE' }]);
});

test.each([
  ['partyIds', '2.5.29.19'],
  ['keyGroupId', '1.2.840.113549.1.9.14'],
  ['identityUsage', '1.3.6.1.5.5.7.3.2'],
  ['objectSigningUsage', '2.5.29.37.0'],
])('an identifier that means something else everywhere is not taken for %s', async (name, oid) => {
  using store = testStore();
  const oidProfile = { ...settingDefaults.oidProfile, version: 'ours-2', [name]: oid };
  expect(await service(store).set(ada, { oidProfile })).toEqual(fail({ code: 'OID_TWICE', data: { oid } }));
});

test('usages that are not requested are no identifiers, so both may be none', async () => {
  using store = testStore();
  const oidProfile = { ...settingDefaults.oidProfile, objectSigningUsage: null, identityUsage: null };
  expect(await service(store).set(ada, { oidProfile })).toMatchObject({ ok: true, value: { oidProfile } });
});
