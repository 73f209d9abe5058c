import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CsrRow } from '../../shared/contract/csrs.ts';
import type { GenerationView, GroupRow } from '../../shared/contract/keys.ts';
import { openssl } from '../core/pki/testing/openssl.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';
import { commands } from './commands/all.ts';
import { offlineCommands } from './commands/offline.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');
const PIN = 'pin ü 12345678';
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

/** Every place in a value that is called a time, with what stands there. */
function timesIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    /(At|^now|^at|notBefore|notAfter)$/.test(name) && inner !== null ? [inner] : timesIn(inner),
  );
}

describe.runIf(softHsmPath !== undefined).each(['SoftHSM', 'software token'])('every command on the %s', (kind) => {
  const softHsm = emptySoftHsm();
  let world: CliWorld;
  const token = kind === 'SoftHSM' ? 'hsm' : 'software';
  const json = <T>(...argv: readonly string[]): Promise<T> => world.json<T>(...argv);
  const pin = ['--pin-file', 'pin'];
  /** In the order in which they came: each test stands on those before it, as a script does. */
  let csr: CsrRow;
  let holder: { close(): Promise<void> };

  beforeAll(async () => {
    world = cliWorld({ env: softHsm.env });
    const made = await json<Record<string, unknown>>('workspace', 'create', '--kind', 'rehearsal', '--name', 'Übung');
    expect(made).toMatchObject({ name: 'Übung', kind: 'rehearsal', path: world.workspace });
    holder = await world.hold();
    world.file('pin', `${PIN}\n`);
    world.file('new-pin', 'another pin 1');
    world.file('so-pin', 'officer 12345');
    world.file('p12', 'file passphrase\r\n');
  });
  afterAll(async () => {
    await holder.close();
    world[Symbol.dispose]();
    softHsm.remove();
  });

  test('workspace show, check', async () => {
    const shown = await json<Record<string, unknown>>('workspace', 'show');
    expect(shown).toMatchObject({ name: 'Übung', provenance: 'original', createdAt: expect.stringMatching(isoDate) });
    expect(shown['status']).toMatchObject({ electron: null, clockFault: null });
    const { findings } = await json<{ findings: { level: string }[] }>('workspace', 'check');
    expect(findings.filter(({ level }) => level !== 'pass')).toEqual([]);
  });

  test('module list, add', async () => {
    const before = await json<{ modules: unknown[] }>('module', 'list');
    expect(before.modules).toMatchObject([{ moduleId: 'software', sha256: null, library: expect.anything() }]);
    expect(await json('module', 'list', '--discover')).toHaveProperty('found');
    if (kind === 'software token') return;
    const added = await json<Record<string, unknown>>('module', 'add', '--path', softHsm.modulePath);
    expect(added).toMatchObject({ path: expect.stringContaining('softhsm'), trust: 'confirmed' });
    expect((await world.cli('module', 'list')).out).toContain('SoftHSM');
  });

  test('token init, list', async () => {
    const where = kind === 'SoftHSM' ? ['--module', 'softhsm', '--slot', '0'] : ['--software'];
    const secrets = kind === 'SoftHSM' ? [...pin, '--so-pin-file', 'so-pin'] : pin;
    const made = await json<{ tokenUri: string }>('token', 'init', ...where, '--label', 'hsm', ...secrets);
    expect(made.tokenUri).toMatch(/^pkcs11:/);
    const { slots } = await json<{ slots: { token: { label: string; uri: string } | null }[] }>('token', 'list');
    expect(slots.map((slot) => slot.token?.uri)).toContain(made.tokenUri);
    expect((await world.cli('token', 'list')).out).toContain('hsm');
  });

  test('an initialised token is not initialised again without its present label', async () => {
    const where = [...(kind === 'SoftHSM' ? ['--module', 'softhsm'] : ['--software']), '--slot', '0'];
    const end = await world.cli('token', 'init', ...where, '--label', 'other', ...pin, '--so-pin-file', 'so-pin');
    expect([end.code, end.err]).toEqual([3, expect.stringContaining('TOKEN_ALREADY_INITIALISED')]);
    expect((await world.cli('token', 'list')).out).toContain('hsm');
  });

  test('key-group create, list, show', async () => {
    const group = await json<GroupRow>(
      ...['key-group', 'create', '--id', 'cpo1-emsp1', '--purpose', 'tls-client', '--owner', 'DEGEF'],
      ...['--counterpart', 'NLEMP', '--subject', 'CN=ocpi.example.org,O=Grün,C=DE', '--san', 'dns:ocpi.example.org'],
      ...['--party', 'DEGEF', '--sub-cpo', 'DE*GEF', '--sub-emsp', 'DE-GDF'],
      ...['--validity-days', '40', '--overlap-days', '7'],
    );
    expect(group).toMatchObject({ id: 'cpo1-emsp1', counterpart: 'NLEMP', generations: 0, latest: null });
    const { groups } = await json<{ groups: GroupRow[] }>('key-group', 'list', '--filter', 'cpo1');
    expect(groups.map(({ id }) => id)).toEqual(['cpo1-emsp1']);
    const shown = await json<{ defaults: unknown }>('key-group', 'show', '--group', 'cpo1-emsp1');
    expect(shown.defaults).toMatchObject({ validityDays: 40, overlapDays: 7, algorithm: 'ec-p256' });
  });

  test('key generate, list', async () => {
    const made = await json<GenerationView>('key', 'generate', '--group', 'cpo1-emsp1', '--token', token, ...pin);
    expect(made).toMatchObject({ number: 1, state: 'key-made', notBefore: null, software: kind !== 'SoftHSM' });
    const { keys } = await json<{ keys: { key: { spkiSha256: string }; group: { number: number } }[] }>(
      ...['key', 'list', '--token', token, '--sign-in', ...pin],
    );
    expect(keys).toMatchObject([{ key: { spkiSha256: made.spkiSha256 }, group: { number: 1 } }]);
  });

  test('csr create writes a new PEM that OpenSSL verifies', async () => {
    csr = await json<CsrRow>(
      ...['csr', 'create', '--group', 'cpo1-emsp1', '--encoding', 'set', '--out', 'a.csr.pem', ...pin],
      ...['--not-before', '2027-01-01T00:00:00Z', '--not-after', '2027-01-31T00:00:00+01:00'],
    );
    expect(csr).toMatchObject({ encoding: 'set', notBefore: '2027-01-01T00:00:00Z', notAfter: '2027-01-30T23:00:00Z' });
    const pem = readFileSync(join(world.folder, 'a.csr.pem'));
    expect(openssl(['req', '-verify', '-noout'], pem).output).toContain('verify OK');
    expect(statSync(join(world.folder, 'a.csr.pem')).mode & 0o077).toBe(0);
  });

  test('an existing file is refused before anything is signed', async () => {
    const before = readFileSync(join(world.folder, 'a.csr.pem'));
    const end = await world.cli('csr', 'create', '--group', 'cpo1-emsp1', '--out', 'a.csr.pem', ...pin);
    expect([end.code, end.err]).toEqual([3, expect.stringContaining('FILE_EXISTS')]);
    expect(readFileSync(join(world.folder, 'a.csr.pem'))).toEqual(before);
    expect((await json<{ csrs: unknown[] }>('csr', 'list')).csrs).toHaveLength(1);
  });

  test('csr list, show, export', async () => {
    expect((await json<{ csrs: CsrRow[] }>('csr', 'list', '--filter', 'gdf')).csrs).toEqual([csr]);
    const shown = await json<Record<string, unknown>>('csr', 'show', '--csr', csr.csrId);
    expect(shown).toMatchObject({ proofJws: null, csr: { sha256: csr.sha256 } });
    expect(Buffer.from(shown['der'] as string, 'base64')[0]).toBe(0x30);
    const id = ['csr', 'export', '--csr', csr.csrId];
    expect((await world.cli(...id)).out).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n[^]+-----END .+-----\n$/);
    expect(await json(...id, '--format', 'der', '--out', 'a.der')).toEqual({ path: join(world.folder, 'a.der') });
    expect(
      openssl(['req', '-inform', 'DER', '-noout', '-verify'], readFileSync(join(world.folder, 'a.der'))).status,
    ).toBe(0);
    const request = await json<{ content: string }>(...id, '--format', 'renewal-request', '--callback-id', 'c-1');
    expect(JSON.parse(request.content)).toMatchObject({ callbackId: 'c-1', csr: expect.stringContaining('BEGIN') });
    expect((await world.cli(...id, '--format', 'message', '--language', 'de')).out).toContain('Schlüsselgruppe');
    expect((await world.cli(...id, '--format', 'proof')).code).toBe(4);
  });

  test('a renewal with its proof', async () => {
    await json('key', 'generate', '--group', 'cpo1-emsp1', '--token', token, '--algorithm', 'ec-p384', ...pin);
    const renewal = await json<CsrRow>(
      'csr',
      'create',
      '--group',
      'cpo1-emsp1',
      '--like',
      csr.csrId,
      '--proof',
      ...pin,
    );
    expect(renewal).toMatchObject({
      generation: 2,
      hasProof: true,
      algorithm: 'ec-p384',
      notBefore: '2027-01-23T23:00:00Z',
    });
    const again = await json<CsrRow>('csr', 'prove', '--csr', renewal.csrId, ...pin);
    expect(again.csrId).toBe(renewal.csrId);
  });

  test('key destroy wants the label; key adopt takes a key once', async () => {
    const { generations } = await json<{ generations: GenerationView[] }>('key-group', 'show', '--group', 'cpo1-emsp1');
    const keyId = generations[1]?.keyId ?? '';
    const at = ['--token', token, '--key-id', keyId, ...pin];
    expect((await world.cli('key', 'adopt', '--group', 'cpo1-emsp1', ...at)).code).toBe(3);
    expect((await world.cli('key', 'destroy', ...at, '--confirm', 'wrong')).err).toContain('CONFIRMATION_WRONG');
    expect(await json('key', 'destroy', ...at, '--confirm', 'cpo1-emsp1 g2')).toEqual({});
    expect((await world.cli('key', 'destroy', ...at, '--confirm', 'cpo1-emsp1 g2')).code).toBe(4);
  });

  if (kind === 'software token')
    test('key export takes a passphrase of its own and never the PIN', async () => {
      const { generations } = await json<{ generations: GenerationView[] }>(
        'key-group',
        'show',
        '--group',
        'cpo1-emsp1',
      );
      const wish = [
        'key',
        'export',
        '--token',
        token,
        '--key-id',
        generations[0]?.keyId ?? '',
        '--confirm',
        'cpo1-emsp1 g1',
      ];
      const bare = await world.cli(...wish, '--out', 'k.p12', ...pin);
      expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('--passphrase-file')]);
      await json(...wish, '--out', 'k.p12', ...pin, '--passphrase-file', 'p12');
      const opens = (passphrase: string) =>
        openssl(
          ['pkcs12', '-in', join(world.folder, 'k.p12'), '-noout', '-passin', 'stdin'],
          Buffer.from(`${passphrase}\n`),
        );
      expect(opens('file passphrase').status).toBe(0);
      expect(opens(PIN).status).not.toBe(0);
    });

  test('token change-pin and, where there is an SO PIN, set-pin and unblock', async () => {
    expect(await json('token', 'change-pin', '--token', token, ...pin, '--new-pin-file', 'new-pin')).toEqual({});
    const secrets = ['--so-pin-file', 'so-pin', '--new-pin-file', 'pin'];
    if (kind === 'SoftHSM') {
      expect(await json('token', 'unblock', '--token', token, ...secrets)).toEqual({});
      expect(await json('token', 'set-pin', '--token', token, ...secrets)).toEqual({});
      expect((await world.cli('token', 'sign-in', '--token', token, ...pin)).code).toBe(0);
    } else {
      expect((await world.cli('token', 'set-pin', '--token', token, ...secrets)).err).toContain('NOT_SUPPORTED');
    }
    expect(await json('token', 'sign-out')).toEqual({ tokens: 1 });
    expect(await json('token', 'sign-out')).toEqual({ tokens: 0 });
  });

  test('audit list, verify, export', async () => {
    const { rows } = await json<{ rows: { event: string; code: string | null; hash: string }[] }>('audit', 'list');
    expect(rows.some(({ code }) => code === null)).toBe(true);
    const head = rows[0]?.hash ?? '';
    expect(await json('audit', 'verify')).toMatchObject({ verdict: 'intact', anchored: false, fault: null });
    expect(await json('audit', 'verify', '--head', head)).toMatchObject({ anchored: true });
    expect((await world.cli('audit', 'verify')).out).toContain('end not anchored');
    expect((await world.cli('audit', 'verify', '--head', 'f'.repeat(64))).code).toBe(3);
    await json('audit', 'export', '--out', 'audit.jsonl');
    const begun = await json<{ rows: { event: string }[] }>('audit', 'list', '--event', rows[0]?.event ?? '');
    expect(new Set(begun.rows.map(({ event }) => event))).toEqual(new Set([rows[0]?.event]));
    expect(await json('audit', 'list', '--to', '2000-01-01')).toMatchObject({ total: 0 });
    expect((await world.cli('audit', 'list', '--from', 'yesterday')).code).toBe(2);
    const wrong = await world.cli('audit', 'verify', '--checkpoint', 'audit.jsonl');
    expect([wrong.code, wrong.out.includes('no checkpoint')]).toEqual([3, true]);
    expect((await world.cli('audit', 'export', '--out', 'audit.jsonl')).code).toBe(3);
    const lines = readFileSync(join(world.folder, 'audit.jsonl'), 'utf8').trim().split('\n');
    expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
  });

  test('workspace backup, restore; the restored one works after it was acknowledged', async () => {
    await json('workspace', 'backup', '--to', 'backup');
    const restored = cliWorld({ env: softHsm.env });
    const end = await restored.cli('workspace', 'restore', '--from', join(world.folder, 'backup'));
    expect([end.code, end.out.trim()]).toEqual([0, restored.workspace]);
    const create = ['key-group', 'create', '--id', 'x', '--purpose', 'identity', '--owner', 'DEGEF'];
    expect((await restored.cli(...create)).err).toContain('WORKSPACE_UNACKNOWLEDGED');
    expect(await restored.json('workspace', 'acknowledge')).toMatchObject({ provenance: 'original' });
    expect((await restored.cli(...create)).code).toBe(0);
    restored[Symbol.dispose]();
  });

  test('module remove', async () => {
    if (kind === 'software token') return;
    const { modules } = await json<{ modules: { moduleId: string }[] }>('module', 'list');
    const moduleId = modules.find((one) => one.moduleId !== 'software')?.moduleId ?? '';
    expect(await json('module', 'remove', '--module', moduleId)).toEqual({});
    expect((await world.cli('module', 'remove', '--module', moduleId)).code).toBe(4);
  });

  test('every time in every JSON answer is ISO 8601 in UTC, and nothing printed holds a secret', () => {
    const answers = world.said.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as unknown);
    const times = answers.flatMap(timesIn);
    expect(times.length).toBeGreaterThan(50);
    expect(times.filter((time) => typeof time !== 'string' || !isoDate.test(time))).toEqual([]);
    const all = world.said.join('\n');
    for (const secret of [PIN, 'another pin 1', 'officer 12345', 'file passphrase']) expect(all).not.toContain(secret);
  });
});

test('every command says what its JSON is', () => {
  for (const { name, shape } of [...offlineCommands, ...commands])
    expect([name, shape instanceof z.ZodObject || shape instanceof z.ZodUnion]).toEqual([name, true]);
});
