import { type Clock, systemClock } from '../../clock.ts';
import { initToken, value } from '../../core-for-tests.ts';
import { makeCsr, makeKey } from '../../pki/testing/make-csr.ts';
import { peopleWorld } from '../operators/operators-for-tests.ts';

const DAY = 86_400_000;
const nothing = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

/**
 * Two operators who both vote, each at a window of their own; requests that came before there were any. `third`: with the
 * certificate of somebody who may enter requests.
 */
export async function decisionWorld({
  clock,
  requests = 1,
  third = false,
  refused,
}: {
  readonly clock?: Clock;
  readonly requests?: number;
  readonly third?: boolean;
  readonly refused?: ReadonlyMap<string, string>;
} = {}) {
  const at = await peopleWorld({
    ...(clock === undefined ? {} : { clock }),
    ...(refused === undefined ? {} : { refused }),
  });
  const dan = third ? await at.certify('dan', await initToken(at.world, at.moduleId, 'Dan')) : undefined;
  const { client, person } = at.world;
  const now = Math.floor((clock ?? systemClock).now().getTime() / 1000) * 1000;
  const ders = Array.from({ length: requests }, (_, i) => makeRequest(`Cyd ${i}`, new Date(now)));
  const sources = ders.map((content, i) => ({ name: `${i}.csr`, content }));
  const imported = value(await client.requests.import({ sources })).requests;
  const roles = ['approver' as const, 'ca-operator' as const, 'requester' as const];
  value(await client.operators.begin({ name: 'Ada Smith', certificateId: at.certificates.ada, roles }, person));
  const partner = {
    name: 'Own people',
    platform: '',
    ids: [],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [at.authorityId],
    notes: '',
  };
  const { partnerId } = value(await client.partners.add({ spec: partner })).partner;
  for (const { requestId, spkiSha256 } of imported)
    value(await client.requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'in person', note: '' }));

  /** From here on two have to agree. */
  async function enrolBea() {
    const wish = {
      kind: 'enrol' as const,
      name: 'Bea Jones',
      roles: ['approver' as const, 'requester' as const],
      certificateId: at.certificates.bea,
    };
    const { proposal } = value(await client.operators.propose({ wish }));
    const ballot = { proposalId: proposal.proposalId, entry: proposal.entry.entry, decision: 'approve' as const };
    const { overview } = value(await client.operators.vote(ballot, person));
    const operatorId = overview.operators.find(({ name }) => name === 'Bea Jones')?.operatorId ?? '';
    const hers = at.world.attach();
    value(await hers.operators.signIn({ operatorId }, at.world.typist(hers)));
    return hers;
  }

  /** Enters requests, on which the other two then may vote; after {@link enrolBea}. */
  async function enrolDan(bea: typeof client) {
    const wish = { kind: 'enrol' as const, name: 'Dan Brown', roles: ['requester' as const], certificateId: dan ?? '' };
    const { proposal } = value(await client.operators.propose({ wish }));
    const ballot = { proposalId: proposal.proposalId, entry: proposal.entry.entry, decision: 'approve' as const };
    value(await client.operators.vote(ballot, person));
    const { overview } = value(await bea.operators.vote(ballot, at.world.typist(bea)));
    const operatorId = overview.operators.find(({ name }) => name === 'Dan Brown')?.operatorId ?? '';
    const his = at.world.attach();
    value(await his.operators.signIn({ operatorId }, at.world.typist(his)));
    return his;
  }

  async function prepare(index = 0) {
    const requestId = imported[index]?.requestId ?? '';
    const wish = {
      requestId,
      authorityId: at.authorityId,
      purpose: 'identity' as const,
      strike: nothing,
      services: [],
    };
    const { issuance } = value(await client.requests.prepare(wish));
    return { issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 };
  }

  /** Opens it, as a window does, and votes. */
  async function vote(
    who: typeof client,
    ballot: { readonly issuanceId: string; readonly tbsSha256: string },
    decision: 'approve' | 'reject' = 'approve',
  ) {
    value(await who.decisions.show({ issuanceId: ballot.issuanceId }));
    return who.decisions.vote({ ballots: [ballot], decision }, at.world.typist(who));
  }

  return {
    ...at,
    ada: client,
    adaPerson: person,
    requests: imported,
    partnerId,
    enrolBea,
    enrolDan,
    prepare,
    vote,
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  };
}

export type DecisionWorld = Awaited<ReturnType<typeof decisionWorld>>;

/** A CSR for a person's identity key, each with a key of its own kind of content. */
export function makeRequest(name: string, now: Date): Uint8Array<ArrayBuffer> {
  const { der } = makeCsr(
    {
      purpose: 'identity',
      subject: [{ type: 'CN', value: name }],
      san: [],
      keyGroupId: `people-${name.toLowerCase().replaceAll(' ', '-')}`,
      keySerial: '1',
      notBefore: now,
      notAfter: new Date(now.getTime() + 20 * DAY),
      ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
      encoding: 'sequence',
    },
    makeKey('ec-p256'),
  );
  return new Uint8Array(der);
}
