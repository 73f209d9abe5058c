import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { fromBase64Url, toBase64Url } from '../../../../shared/util/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { sha256 } from '../../store/sha256.ts';
import { type EvidenceWorld, evidenceWorld } from './evidence-for-tests.ts';

const verifier = fileURLToPath(new URL('../../../../docs/verifier/verify-evidence.mjs', import.meta.url));

let at: EvidenceWorld;
let files: { readonly issued: Uint8Array; readonly rejected: Uint8Array; readonly unlinked: Uint8Array };
beforeAll(async () => {
  at = await evidenceWorld();
  const unlinked = (await at.file(at.issued, false)).content;
  const issued = await at.file(at.issued);
  expect(issued.linked).toBe(true);
  files = { unlinked, issued: issued.content, rejected: (await at.file(at.rejected)).content };
}, 90_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

interface Pins {
  readonly genesis?: string;
  readonly anchors?: Uint8Array[];
}
const pins = (): Pins => ({ genesis: at.genesis, anchors: [at.anchor] });

/** `claim REASON` of each line, sorted. */
type Verdict = { readonly verdict: string; readonly said: readonly string[]; readonly broken: readonly string[] };

async function here(content: Uint8Array, pinned: Pins = pins()): Promise<Verdict> {
  const end = await at.ada.evidence.verify({ content, ...pinned });
  if (!end.ok) return { verdict: 'broken', said: [end.error.code], broken: [end.error.code] };
  return verdictOf(end.value);
}

function verdictOf({
  verdict,
  lines,
}: {
  readonly verdict: string;
  readonly lines: readonly { readonly claim: string; readonly verdict: string; readonly reason: string }[];
}): Verdict {
  const said = lines.map(({ claim, reason }) => `${claim} ${reason}`).sort();
  const broken = lines.filter((line) => line.verdict === 'broken').map(({ reason }) => reason);
  return { verdict, said, broken };
}

/** The separate verifier, in a process of its own. */
function apart(
  content: Uint8Array,
  { genesis, anchors = [] }: Pins = pins(),
): Verdict & { readonly status: number | null } {
  const path = join(at.world.folder, 'evidence.json');
  writeFileSync(path, content);
  const roots = anchors.map((der, i) => {
    const root = join(at.world.folder, `root-${i}.der`);
    writeFileSync(root, der);
    return ['--anchor', root];
  });
  const args = [verifier, path, '--json', ...roots.flat(), ...(genesis === undefined ? [] : ['--genesis', genesis])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return { ...verdictOf(JSON.parse(stdout) as Parameters<typeof verdictOf>[0]), status };
}

function parse(content: Uint8Array): EvidenceFile {
  return JSON.parse(decodeUtf8(content) ?? '') as EvidenceFile;
}

function write(file: EvidenceFile): Uint8Array {
  return encodeUtf8(`${canonicalJson(plainJson(file))}\n`);
}

describe('both verifiers', () => {
  const issuedSays = [
    'audit AUDIT_LINKED',
    'certificate CERTIFICATE_OF_TBS',
    'chain CHAIN_TO_ANCHOR',
    'checkpoint CHECKPOINT_SIGNED',
    'checks CHECKS_SIGNED',
    'documents DOCUMENTS_NONE',
    'policy POLICY_SIGNED',
    'provenance CONFIRMATION_RECORDED',
    'provenance ENTERED_RECORDED',
    'request REQUEST_AS_HASHED',
    'revocation REVOCATION_UNKNOWN',
    'roster ROSTER_PINNED',
    'tbs TBS_AS_HASHED',
    'time TIME_RECORDED',
    'votes VOTES_ENOUGH',
  ];

  test('prove the decision of two operators with what was pinned', async () => {
    const [own, other] = [await here(files.issued), apart(files.issued)];
    expect(own.said).toEqual(issuedSays);
    expect(other.said).toEqual(issuedSays);
    expect([own.verdict, other.verdict, other.status]).toEqual(['not-checked', 'not-checked', 0]);
  });

  test('say that anybody could have made roster and chain when nothing was pinned', async () => {
    const [own, other] = [await here(files.issued, {}), apart(files.issued, {})];
    expect(own.said).toContain('roster ROSTER_UNPINNED');
    expect(own.said).toContain('chain CHAIN_NO_ANCHOR');
    expect(other.said).toEqual(own.said);
  });

  test('say what is the workspace’s word alone without a checkpoint', async () => {
    const [own, other] = [await here(files.unlinked), apart(files.unlinked)];
    expect(own.said).toEqual(
      expect.arrayContaining([
        'audit AUDIT_UNLINKED',
        'checkpoint CHECKPOINT_ABSENT',
        'time TIME_SAID',
        'provenance CONFIRMATION_SAID',
      ]),
    );
    expect(other.said).toEqual(own.said);
  });

  test('prove a rejection that an operator signed', async () => {
    const [own, other] = [await here(files.rejected), apart(files.rejected)];
    expect(own.said).toEqual(expect.arrayContaining(['rejection REJECTION_SIGNED', 'audit AUDIT_LINKED']));
    expect(own.broken).toEqual([]);
    expect(other.said).toEqual(own.said);
  });

  test('find another genesis and another root', async () => {
    const other = {
      genesis: 'a'.repeat(64),
      anchors: [fromBase64Url(parse(files.issued).certificate?.der ?? '') ?? new Uint8Array(0)],
    };
    const [one, two] = [await here(files.issued, other), apart(files.issued, other)];
    expect(one.broken).toEqual(['CHAIN_OTHER_ANCHOR', 'ROSTER_OTHER_GENESIS']);
    expect(two.said).toEqual(one.said);
  });
});

/** One octet in the middle of DER. */
function turned(der: string, from = 0.5): string {
  const bytes = Uint8Array.from(fromBase64Url(der) ?? []);
  const place = Math.floor(bytes.length * from);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return toBase64Url(bytes);
}

/** One letter of a text, so that it stays JSON. */
function respelled(text: string, word: RegExp): string {
  const found = word.exec(text)?.[0] ?? '';
  expect(found).not.toBe('');
  const swapped = found.endsWith('a') ? `${found.slice(0, -1)}b` : `${found.slice(0, -1)}a`;
  return text.replace(found, swapped);
}

const first = <T>(list: readonly T[], change: (one: T) => T): T[] =>
  list.map((one, i) => (i === 0 ? change(one) : one));

const changes: Readonly<Record<string, readonly [(file: EvidenceFile) => EvidenceFile, reason: RegExp]>> = {
  'the request': [(f) => ({ ...f, request: { ...f.request, der: turned(f.request.der) } }), /^REQUEST_/],
  'the request’s fingerprint': [
    (f) => ({ ...f, request: { ...f.request, sha256: respelled(f.request.sha256, /.$/) } }),
    /^REQUEST_HASH/,
  ],
  'the bytes to be signed': [
    (f) => ({ ...f, tbs: f.tbs && { ...f.tbs, der: turned(f.tbs.der, 0.9) } }),
    /^(TBS_HASH|CERTIFICATE_OTHER_BYTES|VOTES_FEW)/,
  ],
  'the certificate': [
    (f) => ({ ...f, certificate: f.certificate && { ...f.certificate, der: turned(f.certificate.der, 0.98) } }),
    /^(CERTIFICATE_SIGNATURE|AUDIT_SILENT)/,
  ],
  'a certificate above it': [
    (f) => ({
      ...f,
      certificate: f.certificate && { ...f.certificate, chain: first(f.certificate.chain, (der) => turned(der, 0.45)) },
    }),
    /^(CERTIFICATE_SIGNATURE|CHAIN_)/,
  ],
  'the policy': [
    (f) => ({
      ...f,
      policies: first(f.policies, (text) => respelled(text, /"needed":\d/).replace(/"needed":[ab]/, '"needed":7')),
    }),
    /^POLICY_OTHER/,
  ],
  'the check results': [
    (f) => ({ ...f, checks: first(f.checks, (text) => respelled(text, /"reason":"[A-Z_]+/)) }),
    /^CHECKS_OTHER/,
  ],
  'a vote': [
    (f) => ({
      ...f,
      votes: first(f.votes, (vote) => ({
        ...vote,
        jws: vote.jws.replace(/\.(.)/, (_, c: string) => (c === 'A' ? '.B' : '.A')),
      })),
    }),
    /^VOTES_FORGED/,
  ],
  'a vote’s signature': [
    (f) => ({
      ...f,
      votes: first(f.votes, (vote) => ({
        ...vote,
        jws: vote.jws.replace(/.{9}$/, (end) => (end[0] === 'A' ? 'B' : 'A') + end.slice(1)),
      })),
    }),
    /^VOTES_FORGED/,
  ],
  'whose vote it is': [
    (f) => ({ ...f, votes: first(f.votes, (vote) => ({ ...vote, operatorId: f.votes[1]?.operatorId ?? '' })) }),
    /^VOTES_FORGED/,
  ],
  'a missing vote': [(f) => ({ ...f, votes: f.votes.slice(1) }), /^(VOTES_FEW|CHECKS_OTHER)/],
  'a roster entry': [
    (f) => ({
      ...f,
      roster: f.roster && {
        ...f.roster,
        entries: first(f.roster.entries, (entry) => ({ ...entry, text: respelled(entry.text, /"name":"Ada Smi/) })),
      },
    }),
    /^ROSTER_BROKEN/,
  ],
  'a roster entry that is left out': [
    (f) => ({ ...f, roster: f.roster && { ...f.roster, entries: f.roster.entries.slice(0, 1) } }),
    /^(ROSTER_BROKEN)/,
  ],
  'a vote on the roster': [
    (f) => ({
      ...f,
      roster: f.roster && {
        ...f.roster,
        entries: f.roster.entries.map((entry) => ({
          ...entry,
          votes: entry.votes.map((jws) => jws.replace(/.{9}$/, (end) => (end[0] === 'A' ? 'B' : 'A') + end.slice(1))),
        })),
      },
    }),
    /^ROSTER_BROKEN/,
  ],
  'an audit entry': [
    (f) => ({
      ...f,
      audit: { ...f.audit, entries: first(f.audit.entries, (text) => respelled(text, /"event":"[a-z.]+/)) },
    }),
    /^AUDIT_BROKEN/,
  ],
  'the last audit entry': [
    (f) => ({ ...f, audit: { ...f.audit, entries: f.audit.entries.slice(0, -1) } }),
    /^CHECKPOINT_OTHER/,
  ],
  'the checkpoint': [
    (f) => ({
      ...f,
      audit: {
        ...f.audit,
        checkpoint: f.audit.checkpoint && {
          ...f.audit.checkpoint,
          statement: f.audit.checkpoint.statement.replace(
            /.{9}$/,
            (end) => (end[0] === 'A' ? 'B' : 'A') + end.slice(1),
          ),
        },
      },
    }),
    /^CHECKPOINT_SIGNATURE/,
  ],
  'a confirmation': [
    (f) => ({
      ...f,
      provenance: {
        ...f.provenance,
        confirmations: first(f.provenance.confirmations, (one) => ({ ...one, contact: 'by post' })),
      },
    }),
    /^CONFIRMATION_OTHER/,
  ],
  'who entered it': [(f) => ({ ...f, request: { ...f.request, receivedBy: 'Somebody else' } }), /^ENTERED_OTHER/],
  'when it was decided': [
    (f) => ({ ...f, decidedAt: new Date(Date.parse(f.decidedAt) + 1).toISOString() }),
    /^TIME_OTHER/,
  ],
  'a standing approval that nobody voted for': [
    (f) => ({
      ...f,
      standing: { document: 'standing/s-1' },
      documents: [{ document: 'standing/s-1', sha256: sha256('{}'), text: '{}' }],
    }),
    /^VOTES_FEW/,
  ],
  'that one operator decided alone': [(f) => ({ ...f, singleOperator: true }), /^ROSTER_OTHER_TIME/],
};

describe('one thing changed in good evidence is found by both verifiers:', () => {
  test.each(Object.keys(changes))('%s', async (name) => {
    const [change, reason] = changes[name] ?? [(f: EvidenceFile) => f, /never/];
    const before = parse(files.issued);
    const content = write(change(before));
    expect(content).not.toEqual(files.issued);
    const [own, other] = [await here(content), apart(content)];
    expect(own.broken.filter((one) => reason.test(one))).not.toEqual([]);
    expect(other.broken.filter((one) => reason.test(one))).not.toEqual([]);
    expect(other.status).toBe(1);
  });

  test('a rejection’s reason', async () => {
    const before = parse(files.rejected);
    const content = write({ ...before, rejection: before.rejection && { ...before.rejection, reason: 'weak-key' } });
    const [own, other] = [await here(content), apart(content)];
    expect(own.broken).toEqual(['REJECTION_OTHER', 'AUDIT_SILENT']);
    expect(other.broken.toSorted()).toEqual(own.broken.toSorted());
  });
});

describe('hostile files', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'evidence'],
    ['another file', '{"kind":"ocpi-console roster"}'],
    ['members that are not there', '{"kind":"ocpi-console evidence","v":1}'],
  ])('%s is no evidence', async (_, text) => {
    const content = encodeUtf8(text);
    expect(faultOf(await at.ada.evidence.verify({ content }))).toBe('EVIDENCE_UNREADABLE');
    expect(apart(content)).toMatchObject({ broken: ['FILE_FORM'], status: 1 });
  });

  test('any one octet changed anywhere changes what is said, or makes it unreadable', async () => {
    const good = await here(files.issued);
    const step = Math.floor(files.issued.length / 60);
    for (let place = 7; place < files.issued.length - 1; place += step) {
      const content = Uint8Array.from(files.issued);
      content[place] = (content[place] ?? 0) ^ 1;
      const end = await here(content);
      // Text that only the workspace says (source of a request, ids of the partner) is not signed by anybody.
      if (end.verdict !== 'broken') expect(parse(content)).toMatchObject({ votes: parse(files.issued).votes });
      else expect(end.said).not.toEqual(good.said);
    }
  });
});

test('a checkpoint from after the decision links it, one from before does not', async () => {
  const checkpoint = encodeUtf8(
    `${canonicalJson({ kind: 'ocpi-console checkpoint', v: 1, ...checkpointOf(files.issued) })}\n`,
  );
  const again = value(await at.ada.evidence.export({ requestId: at.issued, checkpoint }));
  expect((await here(again.content)).said).toEqual((await here(files.issued)).said);
  const later = value(await at.ada.evidence.export({ requestId: at.rejected }));
  expect(later.linked).toBe(false);
  expect(faultOf(await at.ada.evidence.export({ requestId: at.issued, checkpoint: at.early }))).toBe(
    'EVIDENCE_CHECKPOINT',
  );
});

function checkpointOf(content: Uint8Array) {
  const { checkpoint } = parse(content).audit;
  if (checkpoint === undefined) throw new Error('no checkpoint');
  return checkpoint;
}

test('a rejection goes back unsigned and says so, until an operator has signed it', async () => {
  const before = JSON.parse(decodeUtf8(at.unsigned.content) ?? '') as Record<string, unknown>;
  expect([at.unsigned.signed, before['signed'], before['jws']]).toEqual([false, false, undefined]);
  const after = value(await at.ada.evidence.rejection({ requestId: at.rejected }));
  expect(JSON.parse(decodeUtf8(after.content) ?? '')).toMatchObject({
    signed: true,
    reason: 'wrong-ids',
    note: 'Please ask again.',
  });
  expect(await at.world.audit()).toContain('request.rejection-signed');
});

test('the report tells the decision in a page without scripts, and as JSON', async () => {
  const page = decodeUtf8(value(await at.ada.evidence.report({ requestId: at.issued, format: 'html' })).content) ?? '';
  expect(page).toContain('Certificate issued');
  expect(page).toContain('Bea Jones');
  expect(page).not.toMatch(/<script|<img|<a /i);
  const json = JSON.parse(
    decodeUtf8(value(await at.ada.evidence.report({ requestId: at.issued, format: 'json' })).content) ?? '',
  ) as { readonly votes: readonly unknown[] };
  expect(json).toMatchObject({ decision: 'issued', partner: 'Own people', singleOperator: false });
  expect(json.votes).toHaveLength(2);
});
