import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { defaultCheckPolicy } from '../../../../shared/domain/default-policy.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { decisionWorld, type DecisionWorld } from '../decisions/decisions-for-tests.ts';
import { peopleWorld, type PeopleWorld } from '../operators/operators-for-tests.ts';

const verifier = fileURLToPath(new URL('../../../../docs/verifier/verify-evidence.mjs', import.meta.url));
let open: DecisionWorld | PeopleWorld | undefined;
afterEach(async () => {
  await open?.[Symbol.asyncDispose]();
  open = undefined;
});

interface Lines {
  readonly lines: readonly { readonly claim: string; readonly reason: string }[];
}
const reasons = ({ lines }: Lines): readonly string[] => lines.map(({ reason }) => reason).sort();

/** What the application and the separate verifier say. */
async function both(world: PeopleWorld['world'], content: Uint8Array) {
  const own = reasons(value(await world.client.evidence.verify({ content })));
  const path = join(world.folder, 'case.json');
  writeFileSync(path, content);
  const { stdout } = spawnSync(process.execPath, [verifier, path, '--json'], { encoding: 'utf8' });
  return { own, other: reasons(JSON.parse(stdout) as Lines) };
}

test('where nobody is enrolled it says that nobody voted, and nothing is broken', async () => {
  const at = await peopleWorld();
  open = at;
  const { rows } = value(
    await at.world.client.requests.list({ offset: 0, limit: 10, sort: 'receivedAt', descending: true }),
  );
  const requestId = rows[0]?.requestId ?? '';
  const { content, linked } = value(await at.world.client.evidence.export({ requestId }));
  const { own, other } = await both(at.world, content);
  expect(linked).toBe(false);
  expect(own).toEqual(expect.arrayContaining(['ROSTER_NONE', 'VOTES_NOBODY', 'AUDIT_UNLINKED', 'CHECKS_UNSIGNED']));
  expect(other).toEqual(own);
});

test('what is not decided has no evidence, no report and no rejection', async () => {
  const at = await decisionWorld();
  open = at;
  const requestId = at.requests[0]?.requestId ?? '';
  const ends = [
    await at.ada.evidence.export({ requestId }),
    await at.ada.evidence.report({ requestId, format: 'json' }),
    await at.ada.evidence.rejection({ requestId }),
    await at.ada.evidence.signRejections({ requestIds: [requestId] }, at.adaPerson),
    await at.ada.evidence.export({ requestId: 'none' }),
  ];
  expect(ends.map(faultOf)).toEqual([
    'REQUEST_STATE',
    'REQUEST_STATE',
    'REQUEST_STATE',
    'REQUEST_STATE',
    'REQUEST_NOT_FOUND',
  ]);
});

test('a decision of the only operator is marked, and its policy follows from the text that the roster fixes', async () => {
  const at = await decisionWorld();
  open = at;
  const week = { ...defaultCheckPolicy, validity: { ...defaultCheckPolicy.validity, maxDays: 300 } };
  // As a policy comes over the wire: lists that may be written to.
  const policy = structuredClone(week) as never;
  const { proposal } = value(await at.ada.policy.propose({ document: 'policy', policy }));
  const { proposalId, entry } = proposal ?? { proposalId: '', entry: '' };
  value(await at.ada.operators.vote({ proposalId, entry, decision: 'approve' }, at.adaPerson));
  const ballot = await at.prepare();
  value(await at.vote(at.ada, ballot));
  value(await at.ada.requests.approve({ approvals: [ballot] }, at.adaPerson));
  const requestId = at.requests[0]?.requestId ?? '';
  const { content } = value(await at.ada.evidence.export({ requestId }));
  const { own, other } = await both(at.world, content);
  expect(own).toEqual(expect.arrayContaining(['VOTES_SINGLE', 'DOCUMENTS_FOLLOW', 'ROSTER_UNPINNED']));
  expect(other).toEqual(own.map((one) => (one === 'DOCUMENTS_FOLLOW' ? 'DOCUMENTS_ALONE' : one)).toSorted());

  const file = JSON.parse(decodeUtf8(content) ?? '') as EvidenceFile; // written by us, and changed here
  const documents = file.documents.map((one) => ({ ...one, text: one.text.replace('300', '301') }));
  const changed = encodeUtf8(`${canonicalJson(plainJson({ ...file, documents }))}\n`);
  const after = await both(at.world, changed);
  expect(after.own).toContain('DOCUMENTS_OTHER');
  expect(after.other).toContain('DOCUMENTS_OTHER');
  const without = encodeUtf8(`${canonicalJson(plainJson({ ...file, documents: [] }))}\n`);
  expect((await both(at.world, without)).own).toContain('DOCUMENTS_OTHER');
});

test('hostile text stands in a report as text, what hides in it spelled out', async () => {
  const at = await decisionWorld();
  open = at;
  const requestId = at.requests[0]?.requestId ?? '';
  const note = '<script>alert(1)</script>\u202e & "quoted"';
  value(await at.ada.requests.reject({ requestId, reason: 'other', note }));
  const page = decodeUtf8(value(await at.ada.evidence.report({ requestId, format: 'html' })).content) ?? '';
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('\u202e');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('U+202E');
});
