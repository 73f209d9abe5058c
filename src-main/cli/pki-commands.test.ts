import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuthorityRow } from '../../shared/contract/authorities.ts';
import type { CertificateRow } from '../../shared/contract/certificates.ts';
import { CertificateFacts, CsrFacts } from '../../shared/contract/pki-facts.ts';
import type { RequestRow } from '../../shared/contract/requests.ts';
import { openssl } from '../core/pki/testing/openssl.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { type CliEnd, cliWorld, type CliWorld } from './cli-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');
const HSM_PIN = 'hsm pin 12345';
const SOFT_PIN = 'soft passphrase 9';
const subject = ['--subject', 'CN=cpo1.example.org,O=Example CPO,C=DE', '--san', 'dns:cpo1.example.org'];
const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

interface Prepared {
  readonly issuance: { readonly issuanceId: string; readonly tbsSha256: string; readonly clips: unknown[] };
  readonly item: { readonly certificate: CertificateFacts };
}

/** Party A asks with a software key; party B has its root on SoftHSM and what issues on a software token. */
describe.runIf(softHsmPath !== undefined)('the exchange by command line', () => {
  const softHsm = emptySoftHsm();
  let a: CliWorld;
  let b: CliWorld;
  let holders: { close(): Promise<void> }[];
  const pin = ['--pin-file', 'pin'];
  const bothPins = ['--pin-file-for', 'root token=hsm-pin', '--pin-file-for', 'soft=pin'];
  let requestId: string;
  let certificateId: string;

  beforeAll(async () => {
    a = cliWorld();
    b = cliWorld({ env: softHsm.env });
    for (const world of [a, b]) {
      world.file('pin', SOFT_PIN);
      world.file('hsm-pin', HSM_PIN);
      await world.json('workspace', 'create');
    }
    holders = [await a.hold(), await b.hold()];
    for (const world of [a, b]) await world.json('token', 'init', '--software', '--label', 'soft', ...pin);
    await b.json('module', 'add', '--path', softHsm.modulePath);
    const secrets = ['--pin-file', 'hsm-pin', '--so-pin-file', 'hsm-pin'];
    await b.json('token', 'init', '--module', 'softhsm', '--slot', '0', '--label', 'root token', ...secrets);
    for (const [id, purpose] of [
      ['a-key', 'tls-client'],
      ['a-server', 'tls-server'],
    ] as const) {
      const ids = ['--party', 'DEGEF', '--party', 'DEGE2', '--sub-cpo', 'DE*GEF', '--sub-emsp', 'DE-GDF'];
      await a.json('key-group', 'create', '--id', id, '--purpose', purpose, '--owner', 'DEGEF', ...subject, ...ids);
      await a.json('key', 'generate', '--group', id, '--token', 'software', ...pin);
      const now = ['--not-before', new Date().toISOString()];
      await a.json('csr', 'create', '--group', id, '--out', `${id}.csr.pem`, ...now, ...pin);
      b.file(`${id}.csr.pem`, readFileSync(join(a.folder, `${id}.csr.pem`)));
    }
    b.file('broken.pem', '-----BEGIN CERTIFICATE REQUEST-----\nMIIBAAD/\n-----END CERTIFICATE REQUEST-----\n');
  });
  afterAll(async () => {
    for (const holder of holders) await holder.close();
    for (const world of [a, b]) world[Symbol.dispose]();
    softHsm.remove();
  });

  test('csr inspect prints the documented JSON of one document', async () => {
    const facts = await b.json<CsrFacts>('csr', 'inspect', 'a-key.csr.pem');
    expect(Object.keys(facts)).toEqual(Object.keys(CsrFacts.shape));
    expect(facts).toMatchObject({
      subject: expect.stringContaining('CN=cpo1.example.org'),
      publicKey: { algorithm: expect.stringContaining('EC'), spkiSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      signature: { valid: true },
      ocpi: {
        keyGroupId: 'a-key',
        partyIds: ['DEGEF', 'DEGE2'],
        subCpoIds: ['DE*GEF'],
        subEmspIds: ['DE-GDF'],
        encoding: 'sequence',
      },
      unknownAttributes: [],
    });
  });

  test('csr inspect reads standard input, and several documents as a list', async () => {
    const pem = readFileSync(join(b.folder, 'a-key.csr.pem'));
    const end = await b.run(['csr', 'inspect', '-', '--json'], undefined, pem);
    expect([end.code, JSON.parse(end.out)]).toMatchObject([0, { ocpi: { keyGroupId: 'a-key' } }]);
    const both = await b.json<CsrFacts[]>('csr', 'inspect', 'a-key.csr.pem', 'a-server.csr.pem');
    expect(both.map(({ ocpi }) => ocpi.keyGroupId)).toEqual(['a-key', 'a-server']);
    expect((await b.cli('csr', 'inspect', 'a-key.csr.pem')).out).toContain('proof of possession');
  });

  test('what cannot be read ends with 3 and the finding, and nothing of the rest is printed', async () => {
    const end = await b.cli('csr', 'inspect', 'a-key.csr.pem', 'broken.pem', '--json');
    expect(end.code).toBe(3);
    const finding = { code: expect.any(String), message: expect.any(String), offset: expect.any(Number) };
    expect(JSON.parse(end.out)).toMatchObject({
      error: { code: 'INPUT_UNREADABLE', data: { ...finding, source: 'broken.pem', findings: [finding] } },
    });
    expect(end.out).not.toContain('DEGEF');
    expect(told(await b.cli('certificate', 'inspect', 'a-key.csr.pem'))).toEqual([3, 'INPUT_UNREADABLE']);
    b.file('empty', '');
    expect(told(await b.cli('csr', 'inspect', 'empty'))).toEqual([3, 'INPUT_EMPTY']);
  });

  test.each([
    ['a file that is not there', ['csr', 'inspect', 'nowhere.pem'], 4, 'FILE_NOT_FOUND'],
    ['a folder', ['csr', 'inspect', '.'], 3, 'FILE_UNREADABLE'],
    ['no file', ['csr', 'inspect'], 2, 'USAGE'],
    ['standard input twice', ['csr', 'diff', '-', '-'], 2, 'USAGE'],
    ['three files to compare', ['csr', 'diff', 'x', 'y', 'z'], 2, 'USAGE'],
    ['no such authority', ['authority', 'show', '--authority', 'x'], 4, 'AUTHORITY_NOT_FOUND'],
    ['no such request', ['request', 'show', '--request', 'x'], 4, 'REQUEST_NOT_FOUND'],
    ['no such certificate', ['certificate', 'show', '--certificate', 'x'], 4, 'CERTIFICATE_NOT_FOUND'],
    ['no such issuance', ['request', 'drop', '--issuance', 'x'], 4, 'ISSUANCE_NOT_FOUND'],
    ['no address', ['tls', 'probe', 'https://x/'], 2, 'ADDRESS_WRONG'],
    ['nobody at the address', ['tls', 'probe', '127.0.0.1:1'], 3, 'TLS_FAILED'],
    ['a purpose that is none', ['certificate', 'verify', 'x', '--purpose', 'fun'], 2, 'USAGE'],
    ['a time without zone', ['certificate', 'verify', 'x', '--at', '2027-01-01T00:00:00'], 2, 'USAGE'],
    ['a reason that is none', ['request', 'reject', '--request', 'x', '--reason', 'mood'], 2, 'USAGE'],
    ['a state that is none', ['request', 'list', '--state', 'lost'], 2, 'USAGE'],
    ['a target that is none', ['handover', '--group', 'x', '--target', 'iis'], 2, 'USAGE'],
    ['a code that is none', ['certificate', 'import', 'x', '--accept', 'ALL'], 2, 'USAGE'],
    ['a hash that is none', ['certificate', 'trust', 'x', '--sha256', 'ab', '--purpose', 'any'], 2, 'USAGE'],
  ])('%s', async (_name, argv, exit, code) => {
    expect(told(await b.cli(...argv))).toEqual([exit, code]);
  });

  test.skipIf(process.platform === 'darwin')(
    'documents are looked at where there is no workspace, and none is left (not on macOS: other temporary folders)',
    async () => {
      const before = readdirSync(tmpdir()).filter((name) => name.startsWith('ocpi-console-look-'));
      const end = await b.nowhere('csr', 'inspect', 'a-key.csr.pem', '--json');
      expect([end.code, JSON.parse(end.out)]).toMatchObject([0, { ocpi: { keyGroupId: 'a-key' } }]);
      expect((await b.nowhere('csr', 'inspect', 'broken.pem')).code).toBe(3);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith('ocpi-console-look-'))).toEqual(before);
      expect(readdirSync(b.folder)).not.toContain('none');
      expect(told(await b.nowhere('certificate', 'list'))).toEqual([4, 'WORKSPACE_NOT_FOUND']);
      const named = await b.nowhere('csr', 'inspect', 'a-key.csr.pem', '--workspace', 'gone');
      expect(told(named)).toEqual([4, 'WORKSPACE_NOT_FOUND']);
    },
  );

  test('csr diff tells what differs, and with --all what does not', async () => {
    const { rows } = await b.json<{ rows: { name: string; same: boolean }[] }>(
      ...['csr', 'diff', 'a-key.csr.pem', 'a-server.csr.pem'],
    );
    expect(rows.some(({ same }) => same)).toBe(true);
    const differing = rows.filter(({ same }) => !same).length;
    const { out } = await b.cli('csr', 'diff', 'a-key.csr.pem', 'a-server.csr.pem');
    expect([out.trim().split('\n').length, out]).toEqual([differing + 1, expect.stringContaining('a-server')]);
    expect((await b.cli('csr', 'diff', 'a-key.csr.pem', 'a-key.csr.pem')).out).toBe('They say the same.\n');
  });

  test('authority create makes a root, and one below it with the PINs of two tokens', async () => {
    const kinds = ['--kind', 'tls-client', '--kind', 'tls-server'];
    const root = await b.json<AuthorityRow>(
      ...['authority', 'create', '--name', 'Root', '--subject', 'CN=B Root,O=B,C=NL', '--token', 'root token'],
      ...[...kinds, '--algorithm', 'ec-p384', '--pin-file', 'hsm-pin'],
    );
    expect(root).toMatchObject({ name: 'Root', isRoot: true, parentId: null, state: 'active', software: false });
    await b.json('token', 'sign-out');
    const issuing = ['authority', 'create', '--name', 'Clients', '--subject', 'CN=B Clients,O=B,C=NL'];
    const below = [...issuing, '--token', 'soft', '--parent', 'root', ...kinds, '--permit', 'dns:example.org'];
    const one = await b.cli(...below, '--pin-file', 'pin');
    expect([one.code, one.err]).toEqual([2, expect.stringContaining('--pin-file-for')]);
    await b.json('token', 'sign-out');
    const { authorities } = await b.json<{ authorities: AuthorityRow[] }>('authority', 'list');
    expect(authorities.map(({ name }) => name)).toEqual(['Root']);
    const made = await b.json<AuthorityRow>(...below, ...bothPins);
    expect(made).toMatchObject({ name: 'Clients', isRoot: false, parentId: root.authorityId, software: true });
  });

  test('authority list, show, export, set-policy', async () => {
    const { authorities } = await b.json<{ authorities: AuthorityRow[] }>('authority', 'list');
    expect(authorities.map(({ name }) => name).sort()).toEqual(['Clients', 'Root']);
    expect((await b.cli('authority', 'list')).out).toMatch(/\n {2}Clients/);
    const shown = await b.json<Record<string, unknown>>('authority', 'show', '--authority', 'Clients');
    expect(shown).toMatchObject({
      pathLength: 0,
      permitted: [{ kind: 'dns', value: 'example.org' }],
      keyThere: 'unknown',
    });
    expect(await b.json('authority', 'export', '--authority', 'Root', '--format', 'pem', '--out', 'root.pem')).toEqual({
      path: join(b.folder, 'root.pem'),
    });
    expect(openssl(['x509', '-noout', '-subject'], readFileSync(join(b.folder, 'root.pem'))).output).toContain(
      'B Root',
    );
    const der = await b.json<{ content: string }>('authority', 'export', '--authority', 'Root', '--format', 'der');
    expect(Buffer.from(der.content, 'base64')[0]).toBe(0x30);
    expect(told(await b.cli('authority', 'export', '--authority', 'Root', '--out', 'root.pem'))).toEqual([
      3,
      'FILE_EXISTS',
    ]);
    const changed = await b.json<AuthorityRow>('authority', 'set-policy', '--authority', 'clients', '--max-days', '20');
    expect(changed.policy).toEqual({ maxLifetimeDays: 20, beyond: 'clip', backdateMinutes: 5, crlUrl: '' });
    const bad = await b.cli('authority', 'set-policy', '--authority', 'clients', '--crl-url', 'nonsense');
    expect([bad.code, bad.err]).toEqual([3, expect.stringContaining('CRL_URL_FORM')]);
  });

  test('request import takes what is a CSR, once, and tells the rest with its place', async () => {
    const first = await b.cli('request', 'import', 'a-key.csr.pem', 'broken.pem', '--json');
    expect([first.code, JSON.parse(first.out)]).toMatchObject([
      3,
      { added: 1, refused: [{ source: 'broken.pem', code: expect.any(String), offset: expect.any(Number) }] },
    ]);
    const again = await b.json<{ requests: RequestRow[] }>('request', 'import', 'a-key.csr.pem', 'a-server.csr.pem');
    expect(again).toMatchObject({ added: 1, known: 1, refused: [] });
    requestId = again.requests.find(({ keyGroupId }) => keyGroupId === 'a-key')?.requestId ?? '';
  });

  test('request list, show by id, by SHA-256 and by key group', async () => {
    const { requests } = await b.json<{ requests: RequestRow[] }>('request', 'list', '--claims', 'de*gef');
    expect(requests).toHaveLength(2);
    const sha256 = requests.find((one) => one.requestId === requestId)?.sha256 ?? '';
    for (const name of [requestId, sha256, 'a-key']) {
      const shown = await b.json<{ request: RequestRow }>('request', 'show', '--request', name);
      expect(shown.request).toMatchObject({ requestId, state: 'received', certificateId: null, signatureValid: true });
    }
  });

  test('request prepare shows the fixed bytes; what is struck is not in them', async () => {
    const strike = ['--strike-party', 'DEGE2'];
    const wish = ['request', 'prepare', '--request', 'a-key', '--authority', 'Clients', '--purpose', 'tls-client'];
    const prepared = await b.json<Prepared>(...wish, ...strike);
    expect(prepared.item.certificate.ocpi).toMatchObject({ partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'] });
    expect(prepared.issuance.clips).not.toEqual([]);
    expect(told(await b.cli(...wish, '--strike-party', 'XXXXX'))).toEqual([3, 'STRIKE_UNKNOWN']);
    expect((await b.cli(...wish.slice(0, -2))).code).toBe(2);
    expect((await b.cli(...wish, '--service', 'cdrs')).code).toBe(2);
    expect((await b.cli(...wish, ...strike)).out).toMatch(/clipped: NOT_AFTER_POLICY/);
  });

  test('nothing is signed that nobody confirmed, or with another hash than that of the bytes', async () => {
    const approve = ['request', 'approve', '--request', requestId, ...pin];
    const bare = await b.cli(...approve, '--json');
    const shown = JSON.parse(bare.out) as { error: { data: { tbsSha256: string } } };
    expect([bare.code, shown]).toMatchObject([
      3,
      { error: { code: 'NOT_CONFIRMED', data: { tbsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) } } },
    ]);
    expect(told(await b.cli(...approve, '--tbs-sha256', 'f'.repeat(64)))).toEqual([3, 'ISSUANCE_CHANGED']);
    const asked: string[] = [];
    const no = await b.run(approve, (question) => {
      asked.push(question);
      return Promise.resolve('no');
    });
    expect([told(no), asked]).toEqual([[3, 'NOT_CONFIRMED'], [expect.stringContaining('Type yes')]]);
    expect(no.err).toContain(shown.error.data.tbsSha256);
    expect((await b.json<{ request: RequestRow }>('request', 'show', '--request', requestId)).request.state).toBe(
      'prepared',
    );
  });

  test.each([
    ['what the certificate says without --authority', ['--strike-party', 'DEGEF']],
    ['a hash of bytes that are not made yet', ['--authority', 'Clients', '--tbs-sha256', 'f'.repeat(64)]],
    ['an issuance and an authority', ['--authority', 'Clients', '--issuance', 'x']],
  ])('request approve refuses %s', async (_name, more) => {
    expect((await b.cli('request', 'approve', '--request', requestId, ...more)).code).toBe(2);
  });

  test('a wrong PIN of the CA’s token ends with 6, a missing one with 2, and the request stays prepared', async () => {
    await b.json('token', 'sign-out');
    b.file('wrong', 'not the passphrase');
    const approve = ['request', 'approve', '--request', requestId, '--yes'];
    expect(told(await b.cli(...approve, '--pin-file', 'wrong'))).toEqual([6, 'PIN_INCORRECT']);
    expect((await b.cli(...approve)).code).toBe(2);
    const { request } = await b.json<{ request: RequestRow }>('request', 'show', '--request', requestId);
    expect([request.state, request.certificateId]).toEqual(['prepared', null]);
  });

  test('request approve signs the bytes whose hash is named and writes the chain', async () => {
    const shown = await b.json<{ issuances: { tbsSha256: string; state: string }[] }>(
      ...['request', 'show', '--request', requestId],
    );
    const tbsSha256 = shown.issuances.find(({ state }) => state === 'prepared')?.tbsSha256 ?? '';
    const done = await b.json<Record<string, unknown>>(
      ...['request', 'approve', '--request', requestId, '--tbs-sha256', tbsSha256, '--out', 'chain.pem', ...pin],
    );
    expect(done).toMatchObject({ requestId, tbsSha256, path: join(b.folder, 'chain.pem') });
    const root = join(b.folder, 'root.pem');
    const chain = join(b.folder, 'chain.pem');
    expect(
      openssl(['verify', '-x509_strict', '-CAfile', root, '-untrusted', chain, chain], new Uint8Array()).output,
    ).toContain('OK');
    expect((await b.cli('request', 'approve', '--request', requestId, '--yes', ...pin)).code).toBe(2);
  });

  test('request approve prepares and signs in one go; asked at a terminal it takes a yes', async () => {
    const wish = ['request', 'approve', '--request', 'a-server', '--authority', 'Clients', '--purpose', 'tls-server'];
    const end = await b.run([...wish, '--out', 'server-chain.pem', ...pin, '--json'], () => Promise.resolve('Yes '));
    expect([end.code, JSON.parse(end.out)]).toMatchObject([0, { path: join(b.folder, 'server-chain.pem') }]);
  });

  test('request answer gives the chain in each form', async () => {
    const answer = ['request', 'answer', '--request', requestId];
    expect((await b.cli(...answer)).out.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    const json = await b.json<{ content: string }>(...answer, '--format', 'renewed-certificate');
    expect(JSON.parse(json.content)).toMatchObject({ certificateChain: expect.anything() });
    const p7 = await b.json<{ content: string }>(...answer, '--format', 'pkcs7');
    b.file('chain.p7b', Buffer.from(p7.content, 'base64'));
    expect((await b.json<unknown[]>('certificate', 'inspect', 'chain.p7b')).length).toBe(3);
    expect((await b.cli(...answer, '--format', 'message', '--language', 'de')).out).toContain('Kette');
  });

  test('certificate inspect prints the documented JSON; issuers in the same input judge the signature', async () => {
    const chain = await b.json<CertificateFacts[]>('certificate', 'inspect', 'chain.pem');
    expect(chain.map((one) => Object.keys(one))).toEqual(chain.map(() => Object.keys(CertificateFacts.shape)));
    expect(chain.map(({ isCa, signature }) => [isCa, signature.valid])).toEqual([
      [false, true],
      [true, true],
      [true, true],
    ]);
    const root = await b.json<CertificateFacts>('certificate', 'inspect', 'root.pem');
    expect(root).toMatchObject({ isCa: true, issuer: root.subject, validity: { notAfter: expect.any(String) } });
  });

  test('the requester is told what does not fit before a chain is linked to its key', async () => {
    for (const name of ['chain.pem', 'server-chain.pem', 'root.pem']) a.file(name, readFileSync(join(b.folder, name)));
    const refused = await a.cli('certificate', 'import', 'chain.pem', '--json');
    expect(refused.code).toBe(3);
    const { error } = JSON.parse(refused.out) as {
      error: { code: string; data: { checks: { code: string; verdict: string }[] } };
    };
    expect(error.code).toBe('ANSWER_REFUSED');
    expect(error.data.checks).toContainEqual(expect.objectContaining({ code: 'ISSUER_UNKNOWN', verdict: 'warn' }));
    expect(told(await a.cli('certificate', 'import', 'server-chain.pem', '--group', 'a-key'))).toEqual([
      3,
      expect.any(String),
    ]);
    expect((await a.json<{ certificates: unknown[] }>('certificate', 'list')).certificates).toEqual([]);
  });

  test('certificate trust wants the hash and a purpose; anchors lists it', async () => {
    const { sha256 } = await a.json<CertificateFacts>('certificate', 'inspect', 'root.pem');
    const trust = ['certificate', 'trust', 'root.pem', '--purpose', 'tls-client', '--purpose', 'tls-server'];
    expect(told(await a.cli(...trust, '--sha256', 'f'.repeat(64)))).toEqual([3, 'ANCHOR_REFUSED']);
    expect((await a.cli('certificate', 'trust', 'root.pem', '--sha256', sha256)).code).toBe(2);
    const colons = sha256.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:');
    expect(await a.json(...trust, '--sha256', colons, '--note', 'B by phone')).toMatchObject({
      sha256,
      note: 'B by phone',
    });
    expect((await a.json<{ anchors: unknown[] }>('certificate', 'anchors')).anchors).toHaveLength(1);
  });

  test('certificate import links the chain to its key when its warnings are accepted', async () => {
    const accept = ['--accept', 'IDS_MISSING', '--accept', 'OUTSIDE_WISH'];
    const done = await a.json<{ certificate: CertificateRow }>('certificate', 'import', 'chain.pem', ...accept);
    expect(done.certificate).toMatchObject({ source: 'own', partyIds: ['DEGEF'], keyGroupId: 'a-key' });
    ({ certificateId } = done.certificate);
    await a.json('certificate', 'import', 'server-chain.pem', '--group', 'a-server', ...accept);
    const { generations } = await a.json<{ generations: { state: string }[] }>('key-group', 'show', '--group', 'a-key');
    expect(generations.map(({ state }) => state)).toEqual(['certified']);
  });

  test('certificates of others are kept without trust', async () => {
    const kept = await b.json('certificate', 'import', 'chain.pem');
    expect(kept).toEqual({ added: 0, known: 3, unreadable: [] });
  });

  test('certificate list, show, export', async () => {
    const { certificates } = await a.json<{ certificates: CertificateRow[] }>(
      'certificate',
      'list',
      '--claims',
      'degef',
    );
    expect(certificates.map((one) => one.keyGroupId).sort()).toEqual(['a-key', 'a-server']);
    expect(
      (await a.json<{ certificates: unknown[] }>('certificate', 'list', '--source', 'own')).certificates,
    ).toHaveLength(2);
    expect((await a.cli('certificate', 'list', '--source', 'stolen')).code).toBe(2);
    const sha256 = certificates.find((one) => one.certificateId === certificateId)?.sha256 ?? '';
    const shown = await a.json<Record<string, unknown>>('certificate', 'show', '--certificate', sha256);
    expect(shown).toMatchObject({
      certificate: { certificateId },
      links: { generation: { groupId: 'a-key', number: 1 }, requestId: null },
      chain: [{}, {}, {}],
    });
    const json = await a.json<{ content: string }>(
      ...['certificate', 'export', '--certificate', certificateId, '--format', 'json'],
    );
    expect(JSON.parse(json.content)).toMatchObject({ ocpi: { partyIds: ['DEGEF'] } });
  });

  test('certificate verify ends with 0 only when the path holds', async () => {
    const verify = ['certificate', 'verify', 'chain.pem', '--trust', 'root.pem'];
    expect(await a.json(...verify, '--purpose', 'tls-client')).toMatchObject({ verdict: 'valid', path: [{}, {}, {}] });
    const late = await a.cli(...verify, '--purpose', 'tls-client', '--at', '2099-01-01', '--json');
    expect([late.code, JSON.parse(late.out)]).toMatchObject([
      3,
      { verdict: 'invalid', at: expect.stringContaining('2099') },
    ]);
    expect((await a.cli(...verify, '--purpose', 'tls-server')).code).toBe(3);
    expect((await a.cli('certificate', 'verify', '--certificate', certificateId, '--purpose', 'tls-client')).code).toBe(
      0,
    );
    expect((await a.cli('certificate', 'verify', 'chain.pem', '--certificate', certificateId)).code).toBe(2);
    expect((await a.cli(...verify, '--crl', 'root.pem')).err).toContain(
      'This is a certificate, not a revocation list.',
    );
    expect(told(await a.nowhere('certificate', 'verify', 'chain.pem'))).toEqual([3, undefined]);
  });

  test('certificate claims, bundle', async () => {
    const { claims } = await b.json<{ claims: { where: string }[] }>('certificate', 'claims', '--id', 'de-gdf');
    expect(new Set(claims.map(({ where }) => where))).toEqual(new Set(['certificate', 'request']));
    expect((await b.cli('certificate', 'bundle')).out).toContain('BEGIN CERTIFICATE');
    const map = await b.json<{ content: string }>('certificate', 'bundle', '--format', 'party-map-json');
    expect(map.content).toContain('DE*GEF');
    expect(
      (await b.cli('certificate', 'bundle', '--format', 'party-map-nginx', '--authority', 'Clients')).out,
    ).toContain('map');
  });

  test('handover, write-to-token', async () => {
    const shown = await a.json<{ text: string }>('handover', '--group', 'a-key', '--target', 'nginx');
    expect(shown.text).toContain('proxy_ssl_certificate');
    const write = ['certificate', 'write-to-token', '--certificate', certificateId, ...pin];
    expect(await a.json(...write)).toEqual({ written: 'new' });
    expect(await a.json(...write)).toEqual({ written: 'there-already' });
    const byGroup = ['certificate', 'write-to-token', '--group', 'a-key', ...pin];
    expect(await a.json(...byGroup)).toEqual({ written: 'there-already' });
    expect((await a.cli(...byGroup, '--certificate', certificateId)).code).toBe(2);
  });

  test('a key that was certified anew keeps its first certificate on the token until --replace', async () => {
    const now = ['--not-before', new Date().toISOString()];
    await a.json('csr', 'create', '--group', 'a-server', '--out', 'renewed.csr.pem', ...now, ...pin);
    b.file('renewed.csr.pem', readFileSync(join(a.folder, 'renewed.csr.pem')));
    const { requests } = await b.json<{ requests: RequestRow[] }>('request', 'import', 'renewed.csr.pem');
    const request = ['--request', requests[0]?.requestId ?? '', '--authority', 'Clients', '--purpose', 'tls-server'];
    await b.json('request', 'approve', ...request, '--yes', '--out', 'renewed.pem', ...pin);
    a.file('renewed.pem', readFileSync(join(b.folder, 'renewed.pem')));
    const write = ['certificate', 'write-to-token', '--group', 'a-server', ...pin];
    expect(await a.json(...write)).toEqual({ written: 'new' });
    const accept = ['--accept', 'IDS_MISSING', '--accept', 'OUTSIDE_WISH'];
    await a.json('certificate', 'import', 'renewed.pem', '--group', 'a-server', ...accept);
    expect(told(await a.cli(...write))).toEqual([3, 'CERTIFICATE_CLASH']);
    expect(await a.json(...write, '--replace')).toEqual({ written: 'replaced' });
    expect(await a.json(...write)).toEqual({ written: 'there-already' });
  });

  test('tls listen and tls probe read the party ids on both sides of a handshake', async () => {
    const listening = a.cli(
      'tls',
      'listen',
      '--group',
      'a-server',
      '--count',
      '1',
      '--seconds',
      '60',
      '--json',
      ...pin,
    );
    let port = '';
    await expect
      .poll(() => (port = /127\.0\.0\.1:(\d+)/.exec(a.saying())?.[1] ?? ''), { timeout: 30_000 })
      .not.toBe('');
    const probe = await a.cli(
      ...[
        'tls',
        'probe',
        `127.0.0.1:${port}`,
        '--server-name',
        'cpo1.example.org',
        '--group',
        'a-key',
        '--json',
        ...pin,
      ],
    );
    const probed = JSON.parse(probe.out) as { notes: { level: string }[] };
    // The number says what the notes say; which they are is proven where they are made.
    expect(probe.code).toBe(probed.notes.some(({ level }) => level === 'fail') ? 3 : 0);
    expect(probed).toMatchObject({
      protocol: 'TLSv1.3',
      oursSent: true,
      ours: { ocpi: { partyIds: ['DEGEF'] } },
      theirs: { ocpi: { partyIds: ['DEGEF', 'DEGE2'] }, path: { verdict: 'valid' } },
    });
    const end = await listening;
    expect([end.code, JSON.parse(end.out)]).toMatchObject([
      0,
      { port: Number(port), handshakes: [{ handshake: { theirs: { ocpi: { partyIds: ['DEGEF'] } } } }], failed: [] },
    ]);
  });

  test('tls listen ends by itself after its time; a key that is no server’s is refused', async () => {
    const listen = ['tls', 'listen', '--seconds', '1', ...pin, '--group'];
    expect(await a.json(...listen, 'a-server')).toMatchObject({ handshakes: [], failed: [] });
    expect(told(await a.cli(...listen, 'a-key'))).toEqual([3, 'KEY_PURPOSE']);
  });

  test('authority roll-over, link, retire', async () => {
    const rolled = await b.json<{ authority: AuthorityRow; crossCertificates: string[] }>(
      ...['authority', 'roll-over', '--authority', 'Root', '--name', 'Root 2', ...bothPins],
    );
    expect(rolled).toMatchObject({
      authority: { name: 'Root 2', isRoot: true },
      crossCertificates: [expect.any(String), expect.any(String)],
    });
    const key = ['--token', 'root token', ...bothPins];
    expect(told(await b.cli('authority', 'link', 'root.pem', '--name', 'Again', ...key))).toEqual([3, 'LINK_REFUSED']);
    const retire = ['authority', 'retire', '--authority', 'Root 2', '--confirm'];
    expect(told(await b.cli(...retire, 'Root'))).toEqual([3, 'CONFIRMATION_WRONG']);
    expect(await b.json(...retire, 'Root 2')).toMatchObject({ state: 'retired' });
    expect(told(await b.cli('authority', 'resolve', '--authority', 'Root 2', ...bothPins))[0]).toBe(3);
  });

  test('request reject and drop', async () => {
    await a.json('csr', 'create', '--group', 'a-key', '--out', 'again.csr.pem', ...pin);
    b.file('again.csr.pem', readFileSync(join(a.folder, 'again.csr.pem')));
    await b.json('request', 'import', 'again.csr.pem');
    const prepared = await b.json<Prepared>(
      ...['request', 'prepare', '--request', 'a-key', '--authority', 'Clients', '--purpose', 'tls-client'],
    );
    expect(await b.json('request', 'drop', '--issuance', prepared.issuance.issuanceId)).toEqual({});
    const rejected = await b.json(
      'request',
      'reject',
      '--request',
      'a-key',
      '--reason',
      'duplicate',
      '--note',
      'twice',
    );
    expect(rejected).toMatchObject({ state: 'rejected', rejectReason: 'duplicate' });
  });

  test('certificate remove takes imported ones alone; distrust ends trust', async () => {
    expect(told(await a.cli('certificate', 'remove', '--certificate', certificateId))).toEqual([
      3,
      'CERTIFICATE_IN_USE',
    ]);
    const { certificates } = await a.json<{ certificates: CertificateRow[] }>(
      'certificate',
      'list',
      '--source',
      'imported',
    );
    expect(await a.json('certificate', 'remove', '--certificate', certificates[0]?.certificateId ?? '')).toEqual({});
    const { anchors } = await a.json<{ anchors: { certificateId: string }[] }>('certificate', 'anchors');
    expect(await a.json('certificate', 'distrust', '--certificate', anchors[0]?.certificateId ?? '')).toEqual({});
    expect((await a.json<{ anchors: unknown[] }>('certificate', 'anchors')).anchors).toEqual([]);
  });

  test('nothing that was printed holds a PIN', () => {
    for (const text of [...a.said, ...b.said])
      for (const secret of [HSM_PIN, SOFT_PIN]) expect(text).not.toContain(secret);
  });
});
