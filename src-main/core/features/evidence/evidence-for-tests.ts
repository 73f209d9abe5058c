import { value } from '../../core-for-tests.ts';
import { decisionWorld } from '../decisions/decisions-for-tests.ts';

/** Two operators, a certificate that both voted for, a rejection that one of them signed, and evidence of both. */
export async function evidenceWorld() {
  const at = await decisionWorld({ requests: 3 });
  const bea = await at.enrolBea();
  const ballot = await at.prepare();
  value(await at.vote(at.ada, ballot));
  value(await at.vote(bea, ballot));
  const early = value(await at.ada.operators.checkpoint({}, at.adaPerson)).content;
  value(await at.ada.requests.approve({ approvals: [ballot] }, at.adaPerson));
  const [issued, rejected, more] = at.requests.map(({ requestId }) => requestId);
  if (issued === undefined || rejected === undefined || more === undefined) throw new Error('no requests');
  value(
    await at.ada.requests.rejectMany({ requestIds: [rejected, more], reason: 'wrong-ids', note: 'Please ask again.' }),
  );
  const unsigned = value(await at.ada.evidence.rejection({ requestId: rejected }));
  value(await at.ada.evidence.signRejections({ requestIds: [rejected, more] }, at.adaPerson));
  const roster = value(await at.ada.operators.exportRoster({}));
  const root = value(await at.ada.authorities.list({})).authorities[0]?.certificateId ?? '';
  const anchor = value(await at.ada.certificates.export({ certificateId: root, format: 'der' }));
  const file = async (requestId: string, sign = true) => {
    const made = sign ? value(await at.ada.operators.checkpoint({}, at.adaPerson)).content : undefined;
    return value(await at.ada.evidence.export({ requestId, ...(made === undefined ? {} : { checkpoint: made }) }));
  };
  return {
    ...at,
    bea,
    issued,
    rejected,
    unsigned,
    early,
    genesis: roster.genesis,
    anchor: anchor.content,
    file,
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  };
}

export type EvidenceWorld = Awaited<ReturnType<typeof evidenceWorld>>;
