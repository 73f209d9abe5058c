import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { value } from '../../core-for-tests.ts';
import { type DecisionWorld, decisionWorld } from '../decisions/decisions-for-tests.ts';
import { standingSteps } from '../decisions/standing-for-tests.ts';

const verifier = fileURLToPath(new URL('../../../../docs/verifier/verify-evidence.mjs', import.meta.url));

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

describe.runIf(softHsmPath !== undefined)('evidence of a renewal without votes (needs SoftHSM)', () => {
  let at: DecisionWorld;
  let rule: StandingRule;
  let genesis = '';
  let files: { readonly linked: Uint8Array; readonly unlinked: Uint8Array };
  beforeAll(async () => {
    at = await decisionWorld({ third: true });
    const bea = await at.enrolBea();
    const dan = await at.enrolDan(bea);
    const steps = standingSteps(at, { bea, dan });
    const { key, certificateId } = await steps.first('daily');
    rule = await steps.rule(certificateId);
    const { requestId } = await steps.renew({ group: 'daily', by: key });
    value(await at.ada.due.run({}));
    genesis = value(await at.ada.operators.exportRoster({})).genesis;
    const checkpoint = value(await at.ada.operators.checkpoint({}, at.adaPerson)).content;
    files = {
      linked: value(await at.ada.evidence.export({ requestId, checkpoint })).content,
      unlinked: value(await at.ada.evidence.export({ requestId })).content,
    };
  }, 120_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  const parse = (content: Uint8Array) => JSON.parse(decodeUtf8(content) ?? '') as EvidenceFile; // written by us
  const write = (file: EvidenceFile) => encodeUtf8(`${canonicalJson(plainJson(file))}\n`);

  interface Said {
    readonly lines: readonly { readonly claim: string; readonly verdict: string; readonly reason: string }[];
  }
  const saidBy = ({ lines }: Said) => lines.map(({ claim, reason }) => `${claim} ${reason}`).sort();

  /** What the application says, and what the separate verifier says. */
  async function both(content: Uint8Array) {
    const own = value(await at.ada.evidence.verify({ content, genesis }));
    const path = join(at.world.folder, 'standing.json');
    writeFileSync(path, content);
    const args = [verifier, path, '--json', '--genesis', genesis];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    return { own: saidBy(own), other: saidBy(JSON.parse(stdout) as Said), voters: own.voters };
  }

  const changed = (change: (file: EvidenceFile) => Partial<EvidenceFile>) => {
    const file = parse(files.linked);
    return both(write({ ...file, ...change(file) }));
  };
  /** The rule's text with other letters. */
  const otherRule = (from: string, to: string) => (file: EvidenceFile) => ({
    documents: file.documents.map((one) =>
      one.document.startsWith('standing/') ? { ...one, text: one.text.replace(from, to) } : one,
    ),
  });

  test('both verifiers say that the rule was in force, covers the certificate, and that its use is recorded', async () => {
    const { own, other } = await both(files.linked);
    expect(own).toEqual(
      expect.arrayContaining([
        'standing STANDING_COVERS',
        'standing STANDING_USE_RECORDED',
        'votes VOTES_STANDING',
        'provenance PROOF_VALID',
        'roster ROSTER_PINNED',
      ]),
    );
    expect(other).toEqual(own);
  });

  test('it names the entry of the roster that holds the rule, and who voted for that', async () => {
    const { standing, roster } = parse(files.linked);
    expect(standing?.document).toBe(`standing/${rule.standingId}`);
    expect(roster?.entries[(standing?.seq ?? 0) - 1]?.text).toContain(rule.standingId);
    expect((await both(files.linked)).voters.toSorted()).toEqual(['Ada Smith', 'Bea Jones']);
  });

  test('without a checkpoint its use is what the workspace says', async () => {
    const { own, other } = await both(files.unlinked);
    expect(own).toEqual(expect.arrayContaining(['standing STANDING_COVERS', 'standing STANDING_USE_SAID']));
    expect(other).toEqual(own);
  });

  test.each<[string, (file: EvidenceFile) => Partial<EvidenceFile>, string]>([
    ['a rule altered by one letter', otherRule('"maxDays":10', '"maxDays":11'), 'standing STANDING_OTHER'],
    ['a rule that is missing', () => ({ documents: [] }), 'standing STANDING_OTHER'],
    [
      'another entry than the one that holds the rule',
      ({ standing }) => ({ standing: { document: standing?.document ?? '', seq: 1 } }),
      'standing STANDING_OTHER',
    ],
    [
      'a use before the rule began',
      () => ({ decidedAt: new Date(Date.parse(rule.from) - 1000).toISOString() }),
      'standing STANDING_OTHER_TIME',
    ],
    ['a use at the moment the rule ends', () => ({ decidedAt: rule.expires }), 'standing STANDING_OTHER_TIME'],
    ['another partner', ({ scope }) => ({ scope: { ...scope, partnerId: 'other' } }), 'standing STANDING_OUTSIDE'],
    [
      'a renewal without its proof',
      ({ provenance: { confirmations } }) => ({ provenance: { confirmations } }),
      'standing STANDING_OUTSIDE',
    ],
    [
      'a use that the log does not know',
      ({ audit }) => ({ audit: { ...audit, entries: audit.entries.filter((one) => !one.includes('standing.used')) } }),
      'audit AUDIT_BROKEN',
    ],
    [
      'other certificate bytes',
      ({ certificate, tbs }) => ({ tbs: tbs && { ...tbs, der: certificate?.der ?? '' } }),
      'standing STANDING_OUTSIDE',
    ],
  ])('%s is found by both', async (_, change, reason) => {
    const { own, other } = await changed(change);
    expect(own).toContain(reason);
    expect(other).toContain(reason);
  });
});
