import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { defaultCheckPolicy } from '../../../../shared/domain/default-policy.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { makeCsr, testKey } from '../../pki/testing/make-csr.ts';
import { sha256 } from '../../store/sha256.ts';
import { peopleWorld, type PeopleWorld } from '../operators/operators-for-tests.ts';

let at: PeopleWorld;
beforeEach(async () => {
  at = await peopleWorld();
}, 60_000);
afterEach(async () => {
  await at[Symbol.asyncDispose]();
});

const strict = { ...defaultCheckPolicy, groups: { ...defaultCheckPolicy.groups, absent: 'fail' as const } };
const week = { ...defaultCheckPolicy, validity: { ...defaultCheckPolicy.validity, maxDays: 7 } };
const writable = (policy: typeof defaultCheckPolicy) => structuredClone(policy) as never;

async function begin() {
  const roles = ['approver' as const, 'ca-operator' as const, 'requester' as const];
  const wish = { name: 'Ada', certificateId: at.certificates.ada, roles };
  value(await at.world.client.operators.begin(wish, at.world.person));
}

const vote = async ({ proposalId, entry }: { proposalId: string; entry: string }) =>
  value(await at.world.client.operators.vote({ proposalId, entry, decision: 'approve' }, at.world.person));

async function anchor(document: string, policy: typeof defaultCheckPolicy | null): Promise<void> {
  const wish = { document, policy: policy === null ? null : writable(policy) };
  const { proposal } = value(await at.world.client.policy.propose(wish));
  await vote(proposal ?? { proposalId: '', entry: '' });
}

const maxDays = async (scope: { partnerId?: string; authorityId?: string } = {}) =>
  value(await at.world.client.policy.effective(scope)).policy.validity.maxDays;

/** Changes the database as somebody would who has the file and no key. */
async function tamper(change: (db: InstanceType<typeof Database>) => void): Promise<void> {
  const path = join(at.world.workspacePath, 'pki.db');
  await at.world.stop();
  const db = new Database(path);
  change(db);
  db.close();
  await at.world.again();
}

function rewriteDocument(name: string, make: (text: string) => string) {
  return (db: InstanceType<typeof Database>): void => {
    db.exec('drop trigger documents_fixed');
    const rows = db.prepare('select row, text from documents where document = ?').all(name) as {
      row: number;
      text: string;
    }[];
    for (const { row, text } of rows) db.prepare('update documents set text = ? where row = ?').run(make(text), row);
    db.exec(`create trigger documents_fixed before update on documents
         begin select raise(abort, 'documents are never changed'); end`);
  };
}

async function importRequest(keyGroupId: string) {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const { der } = makeCsr(
    {
      purpose: 'identity',
      subject: [{ type: 'CN', value: 'Cyd' }],
      san: [],
      keyGroupId,
      keySerial: '1',
      notBefore: new Date(now),
      notAfter: new Date(now + 20 * 86_400_000),
      ids: { partyIds: ['DEGEF'], subCpoIds: [], subEmspIds: [] },
      encoding: 'sequence',
    },
    testKey('ec-p256'),
  );
  const { requests } = value(await at.world.client.requests.import({ sources: [{ name: 'cyd.csr', content: der }] }));
  return { requestId: requests[0]?.requestId ?? '', spkiSha256: requests[0]?.spkiSha256 ?? '' };
}

const partner = {
  name: 'Own people',
  platform: '',
  ids: [{ kind: 'party' as const, id: 'DEGEF' }],
  contacts: [],
  allowedAlgorithms: [],
  allowedNames: [],
  authorityIds: [] as string[],
  notes: '',
};
const addPartner = async () =>
  value(await at.world.client.partners.add({ spec: { ...partner, authorityIds: [at.authorityId] } })).partner.partnerId;

const failsOf = async (requestId: string) =>
  value(
    await at.world.client.requestChecks.show({ requestId, authorityId: at.authorityId, purpose: 'identity' }),
  ).results.flatMap(({ verdict, reason }) => (verdict === 'fail' ? [reason] : []));

describe('while nobody is enrolled', () => {
  test('a policy is in force at once, with its history on record', async () => {
    const set = value(await at.world.client.policy.propose({ document: 'policy', policy: writable(week) }));
    expect(set).toMatchObject({ applied: true, version: 1 });
    expect(await maxDays()).toBe(7);
    const { rows } = value(await at.world.client.policy.history({ document: 'policy', offset: 0, limit: 10 }));
    expect(rows).toMatchObject([
      { standing: 'current', changes: [{ rule: 'validity.maxDays', before: '30', after: '7' }] },
    ]);
    expect((await at.world.audit()).at(-1)).toBe('document.set');
  });

  test('what is in force already is not set again, and the refusal is on record', async () => {
    const wish = { document: 'policy', policy: writable(week) };
    value(await at.world.client.policy.propose(wish));
    expect(faultOf(await at.world.client.policy.propose(wish))).toBe('DOCUMENT_UNCHANGED');
    expect((await at.world.audit()).at(-1)).toBe('document.set.refused DOCUMENT_UNCHANGED');
  });

  test('a policy of its own can be taken back', async () => {
    value(await at.world.client.policy.propose({ document: 'policy', policy: writable(week) }));
    value(await at.world.client.policy.propose({ document: 'policy', policy: null }));
    expect(await maxDays()).toBe(30);
    expect(value(await at.world.client.policy.show({ document: 'policy' })).standing).toBe('usual');
  });

  test('the partner’s narrows the workspace’s for that partner alone', async () => {
    const partnerId = await addPartner();
    value(await at.world.client.policy.propose({ document: `policy/partner/${partnerId}`, policy: writable(week) }));
    expect([await maxDays(), await maxDays({ partnerId })]).toEqual([30, 7]);
    const { policies } = value(await at.world.client.policy.list({}));
    expect(policies).toMatchObject([{ name: 'Own people', standing: 'current' }]);
  });

  test('nobody has a policy who is not there', async () => {
    const wish = { policy: writable(week) };
    expect(faultOf(await at.world.client.policy.propose({ ...wish, document: 'policy/partner/no' }))).toBe(
      'PARTNER_NOT_FOUND',
    );
    expect(faultOf(await at.world.client.policy.propose({ ...wish, document: 'policy/authority/no' }))).toBe(
      'AUTHORITY_NOT_FOUND',
    );
  });

  test('the ids of partners cannot be fixed by votes', async () => {
    expect(faultOf(await at.world.client.documents.propose({ document: 'partner-ids' }))).toBe('ROSTER_ABSENT');
  });
});

describe('from the first operator on', () => {
  test('a policy is in force with the votes that it needs, not before', async () => {
    await begin();
    const { proposal, applied } = value(
      await at.world.client.policy.propose({ document: 'policy', policy: writable(week) }),
    );
    expect([applied, await maxDays()]).toEqual([false, 30]);
    const shown = value(await at.world.client.policy.show({ document: 'policy' }));
    expect(shown.proposed?.proposalId).toBe(proposal?.proposalId);
    await vote(proposal ?? { proposalId: '', entry: '' });
    expect(await maxDays()).toBe(7);
    const { roster } = value(await at.world.client.operators.show({}));
    expect(roster.documents).toEqual([{ document: 'policy', sha256: sha256(canonicalJson(plainJson(week))) }]);
  });

  test('what was set before without votes binds nobody any more', async () => {
    value(await at.world.client.policy.propose({ document: 'policy', policy: writable(week) }));
    await begin();
    expect(await maxDays()).toBe(30);
    const { rows } = value(await at.world.client.policy.history({ document: 'policy', offset: 0, limit: 10 }));
    expect(rows.map(({ standing }) => standing)).toEqual(['dropped']);
  });

  test('a proposal that was given up binds nobody, and one that was replaced is past', async () => {
    await begin();
    await anchor('policy', week);
    const { proposal } = value(await at.world.client.policy.propose({ document: 'policy', policy: writable(strict) }));
    value(await at.world.client.operators.withdraw({ proposalId: proposal?.proposalId ?? '' }));
    await anchor('policy', null);
    const { rows } = value(await at.world.client.policy.history({ document: 'policy', offset: 0, limit: 10 }));
    expect(rows.map(({ standing, empty }) => [standing, empty])).toEqual([
      ['current', true],
      ['dropped', false],
      ['past', false],
    ]);
  });

  test('one changed byte of the stored policy is found, and nothing is signed under it', async () => {
    await begin();
    const partnerId = await addPartner();
    await anchor('policy', { ...week, validity: { ...week.validity, maxDays: 25 } });
    const { requestId, spkiSha256 } = await importRequest('people-cyd');
    const { client, person } = at.world;
    value(await client.requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'in person', note: '' }));
    expect(await failsOf(requestId)).toEqual([]);
    await tamper(rewriteDocument('policy', (text) => text.replace('"maxDays":25', '"maxDays":26')));

    expect(value(await at.world.client.policy.show({ document: 'policy' })).standing).toBe('altered');
    expect(value(await at.world.client.policy.effective({})).altered).toEqual(['policy']);
    expect(await failsOf(requestId)).toContain('DOCUMENT_ALTERED');
    const operatorId = value(await at.world.client.operators.show({})).operators[0]?.operatorId ?? '';
    value(await at.world.client.operators.signIn({ operatorId }, person));
    const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
    const wish = { requestId, authorityId: at.authorityId, purpose: 'identity' as const, strike, services: [] };
    const { issuance } = value(await at.world.client.requests.prepare(wish));
    const approvals = [{ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 }];
    const refused = await at.world.client.requests.approve({ approvals }, at.world.person);
    expect(faultOf(refused)).toBe('REQUEST_UNSIGNABLE');
    expect(JSON.stringify(refused)).toContain('DOCUMENT_ALTERED');
  });

  test('a policy that was removed from the database is found, and mended by proposing it again', async () => {
    await begin();
    await anchor('policy', week);
    await tamper((db) => {
      db.exec('drop trigger documents_kept');
      db.exec('delete from documents');
      db.exec(`create trigger documents_kept before delete on documents
         begin select raise(abort, 'documents are never removed'); end`);
    });
    expect(value(await at.world.client.policy.effective({})).altered).toEqual(['policy']);
    const operatorId = value(await at.world.client.operators.show({})).operators[0]?.operatorId ?? '';
    value(await at.world.client.operators.signIn({ operatorId }, at.world.person));
    await anchor('policy', week);
    expect(value(await at.world.client.policy.effective({})).altered).toEqual([]);
    expect(await maxDays()).toBe(7);
  });

  test('a proposal that goes elsewhere carries the text, and one with another text is not voted on', async () => {
    await begin();
    const { client } = at.world;
    const { proposal } = value(await client.policy.propose({ document: 'policy', policy: writable(week) }));
    const { content } = value(await client.operators.exportProposal({ proposalId: proposal?.proposalId ?? '' }));
    const read = value(await client.operators.readProposal({ content }));
    expect(read.documentText).toBe(canonicalJson(plainJson(week)));
    const text = new TextDecoder().decode(content);
    const other = new TextEncoder().encode(text.replace('maxDays\\":7', 'maxDays\\":8'));
    expect(text).toContain('maxDays\\":7');
    expect(faultOf(await client.operators.readProposal({ content: other }))).toBe('VOTE_REFUSED');
    const bare = new TextEncoder().encode(JSON.stringify({ ...(JSON.parse(text) as object), document: undefined }));
    expect(faultOf(await client.operators.readProposal({ content: bare }))).toBe('VOTE_REFUSED');
  });
});

describe('the ids of partners', () => {
  test('once they are fixed, one that was slipped into the registry speaks for nobody', async () => {
    await begin();
    const partnerId = await addPartner();
    const { client } = at.world;
    const { proposal } = value(await client.documents.propose({ document: 'partner-ids' }));
    await vote(proposal ?? { proposalId: '', entry: '' });
    expect(value(await client.documents.partnerIds({}))).toMatchObject({ standing: 'current', ids: 1, addedCount: 0 });
    const { requestId } = await importRequest('people-1');
    value(await client.requestChecks.assign({ requestId, partnerId }));
    expect(await failsOf(requestId)).not.toContain('ID_NOT_ANCHORED');

    const { version } = value(await client.partners.show({ partnerId })).partner;
    const spec = { ...partner, ids: [{ kind: 'party' as const, id: 'DEXYZ' }], authorityIds: [at.authorityId] };
    value(await client.partners.edit({ partnerId, version, spec }));
    const view = value(await client.documents.partnerIds({}));
    expect([view.added.map(({ id }) => id), view.removed.map(({ id }) => id)]).toEqual([['DEXYZ'], ['DEGEF']]);
    expect(await failsOf(requestId)).toContain('ID_UNREGISTERED');

    const back = { ...partner, ids: [...spec.ids, { kind: 'party' as const, id: 'DEGEF' }] };
    const now = value(await client.partners.show({ partnerId })).partner.version;
    value(await client.partners.edit({ partnerId, version: now, spec: { ...back, authorityIds: [at.authorityId] } }));
    expect(await failsOf(requestId)).not.toContain('ID_UNREGISTERED');
  });

  test('a list that was changed in the database lets nobody speak, and keeps everything from being signed', async () => {
    await begin();
    const partnerId = await addPartner();
    const { proposal } = value(await at.world.client.documents.propose({ document: 'partner-ids' }));
    await vote(proposal ?? { proposalId: '', entry: '' });
    const { requestId } = await importRequest('people-1');
    value(await at.world.client.requestChecks.assign({ requestId, partnerId }));
    await tamper(rewriteDocument('partner-ids', (text) => text.replace('DEGEF', 'DEGEG')));
    const fails = await failsOf(requestId);
    expect(fails).toContain('DOCUMENT_ALTERED');
    expect(fails).toContain('ID_NOT_ANCHORED');
    expect(value(await at.world.client.documents.partnerIds({})).standing).toBe('altered');
  });
});

describe('the OID profile', () => {
  test('is no setting from the first operator on, and changes by votes', async () => {
    await begin();
    const { client } = at.world;
    const { settings } = value(await client.settings.get({}));
    const oidProfile = { ...settings.oidProfile, version: 'ours/1', partyIds: '1.3.6.1.4.1.99999.8.1' };
    expect(faultOf(await client.settings.set({ changes: { oidProfile } }))).toBe('DOCUMENT_VOTED');
    value(await client.settings.set({ changes: { oidProfile: settings.oidProfile, idleMinutes: 7 } }));
    const { proposal } = value(await client.documents.propose({ document: 'oid-profile', oidProfile }));
    expect(value(await client.settings.get({})).settings.oidProfile.version).toBe(settings.oidProfile.version);
    await vote(proposal ?? { proposalId: '', entry: '' });
    expect(value(await client.settings.get({})).settings.oidProfile).toEqual(oidProfile);
    await at.world.again();
    expect(value(await at.world.client.settings.get({})).settings.oidProfile).toEqual(oidProfile);
  });

  test('with one identifier for two things is not proposed', async () => {
    await begin();
    const { settings } = value(await at.world.client.settings.get({}));
    const oidProfile = { ...settings.oidProfile, partyIds: settings.oidProfile.subCpoIds };
    expect(faultOf(await at.world.client.documents.propose({ document: 'oid-profile', oidProfile }))).toBe('OID_TWICE');
  });
});

describe('trying a policy', () => {
  const rsaOnly = { ...defaultCheckPolicy, keys: { ...defaultCheckPolicy.keys, algorithms: ['rsa-3072' as const] } };

  test('tells which requests would be judged otherwise, and changes nothing', async () => {
    const { requestId } = await importRequest('people-cyd');
    const items: unknown[] = [];
    const wish = { document: 'policy', policy: writable(rsaOnly), last: 500 };
    const tried = value(await at.world.client.policy.try(wish, { onItem: (item) => void items.push(item) }));
    expect([tried.tried, tried.rows.length]).toEqual([3, 3]);
    expect(tried.rows[0]).toMatchObject({
      requestId,
      changes: [{ code: 'KEY_ALGORITHM', before: 'pass', after: 'fail' }],
    });
    expect(items.at(-1)).toEqual({ done: 3, total: 3 });
    expect(value(await at.world.client.policy.list({})).policies).toEqual([]);
    expect(await at.world.audit()).not.toContain('document.set');
  });

  test('of a partner touches that partner’s requests alone, of an authority what it issued', async () => {
    const partnerId = await addPartner();
    const { requestId } = await importRequest('people-cyd');
    const touched = async (document: string) => {
      const wish = { document, policy: writable(rsaOnly), last: 10 };
      return value(await at.world.client.policy.try(wish)).rows.map((row) => row.requestId === requestId);
    };
    expect(await touched(`policy/partner/${partnerId}`)).toEqual([true]);
    expect(await touched(`policy/authority/${at.authorityId}`)).toEqual([false, false]);
  });
});
