import { sign } from 'node:crypto';
import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { renewalProofSigningInput } from '../../../../shared/domain/renewal-proof.ts';
import { systemClock as clock } from '../../clock.ts';
import { value } from '../../core-for-tests.ts';
import { sha256Of } from '../../pki/digests.ts';
import { assembleRenewalProof } from '../../pki/renewal.ts';
import { makeCsr, makeKey, type TestKey } from '../../pki/testing/make-csr.ts';
import type { DecisionWorld } from './decisions-for-tests.ts';

const DAY = 86_400_000;

interface Wish {
  readonly group: string;
  readonly key: TestKey;
  readonly subject?: string;
  readonly days?: number;
  readonly names?: readonly string[];
}

/** What people and a partner do around standing approvals: first certificates, rules, renewals with proof. */
export function standingSteps(
  at: DecisionWorld,
  { bea, dan }: { readonly bea: DecisionWorld['ada']; readonly dan: DecisionWorld['ada'] },
) {
  /** Entered by Dan, so that the other two may vote on it. */
  async function enter({ group, key, subject = group, days = 10, names = [] }: Wish) {
    const start = Math.floor(clock.now().getTime() / 1000) * 1000;
    const { der } = makeCsr(
      {
        purpose: 'identity',
        subject: [{ type: 'CN', value: subject }],
        san: names.map((name) => ({ kind: 'mail', value: name })),
        keyGroupId: group,
        keySerial: String(start),
        notBefore: new Date(start),
        notAfter: new Date(start + days * DAY),
        ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
        encoding: 'sequence',
      },
      key,
    );
    const sources = [{ name: 'new.csr', content: new Uint8Array(der) }];
    const [request] = value(await dan.requests.import({ sources })).requests;
    const requestId = request?.requestId ?? '';
    return { requestId, spkiSha256: request?.spkiSha256 ?? '', der };
  }

  /** Issued with two votes, as the first of every group. */
  async function first(group: string, key = makeKey('ec-p256')) {
    const { requestId, spkiSha256 } = await enter({ group, key });
    const { partnerId, authorityId } = at;
    value(await at.ada.requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'in person', note: '' }));
    const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
    const wish = { requestId, authorityId, purpose: 'identity' as const, strike, services: [] };
    const { issuance } = value(await at.ada.requests.prepare(wish));
    const { issuanceId, tbsSha256 } = issuance;
    value(await at.vote(at.ada, { issuanceId, tbsSha256 }));
    value(await at.vote(bea, { issuanceId, tbsSha256 }));
    const approvals = [{ issuanceId, tbsSha256 }];
    const { issued } = value(await at.ada.requests.approve({ approvals }, at.adaPerson));
    return { key, certificateId: issued[0]?.certificateId ?? '', requestId };
  }

  async function voteFor(proposal: { readonly proposalId: string; readonly entry: string } | undefined) {
    const ballot = { proposalId: '', entry: '', ...proposal, decision: 'approve' as const };
    value(await at.ada.operators.vote(ballot, at.adaPerson));
    value(await bea.operators.vote(ballot, at.world.typist(bea)));
  }

  /** A rule that both have signed. */
  async function rule(certificateId: string, change: Partial<StandingRule> = {}): Promise<StandingRule> {
    const drafted = value(await at.ada.standing.draft({ certificateId })).rule;
    const made = { ...drafted, acceptedWarnings: [...drafted.acceptedWarnings, 'OVERLAP_LONG'], ...change };
    await voteFor(value(await at.ada.standing.propose({ rule: made })).proposal);
    return made;
  }

  async function renew(wish: Omit<Wish, 'key'> & { readonly by: TestKey; readonly key?: TestKey }) {
    const key = wish.key ?? makeKey('ec-p256');
    const { requestId, der } = await enter({ ...wish, key });
    value(await at.ada.requestChecks.assign({ requestId, partnerId: at.partnerId }));
    const text = renewalProofSigningInput({
      alg: 'ES256',
      csrSha256: sha256Of(der),
      keyGroupId: wish.group,
      predecessorSpkiSha256: sha256Of(wish.by.spki),
      issuedAt: clock.now(),
    });
    const signature = sign('sha256', Buffer.from(text), { key: wish.by.privateKey, dsaEncoding: 'ieee-p1363' });
    value(await at.ada.requestChecks.prove({ requestId, jws: assembleRenewalProof(text, new Uint8Array(signature)) }));
    return { requestId, key };
  }

  return { first, voteFor, rule, renew };
}

export type StandingSteps = ReturnType<typeof standingSteps>;
