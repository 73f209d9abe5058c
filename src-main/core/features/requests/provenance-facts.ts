import type { ProvenanceFacts } from '../../../../shared/domain/checks/facts.ts';
import { readRenewalProof, verifyRenewalProof } from '../../pki/renewal.ts';
import type { Reader } from '../../store/tables.ts';
import { loadCertificate } from '../certificates/index.ts';
import type { RequestBytes } from './leaf-certificate.ts';
import type { RequestRecord } from './requests.store.ts';
import { findProof, listConfirmations } from './vouching.store.ts';

/** How it is known who sent a request: the newest confirmation, and the proof, verified anew each time. */
export async function provenanceOf(db: Reader, row: RequestRecord, request: RequestBytes): Promise<ProvenanceFacts> {
  const [newest] = await listConfirmations(db, row.request_id);
  const proof = await findProof(db, row.request_id);
  return {
    enteredBy: row.received_by,
    confirmation:
      newest === undefined
        ? null
        : {
            spkiSha256: newest.spki_sha256,
            partnerId: newest.partner_id,
            by: newest.confirmed_by,
            contact: newest.contact,
            at: newest.confirmed_at,
          },
    proof: proof === undefined ? null : await judgeProof(db, proof.jws, request),
  };
}

/** Null for what is no proof at all; `invalid` where its signature is wrong or its key is not known here. */
export async function judgeProof(db: Reader, jws: string, request: RequestBytes): Promise<ProvenanceFacts['proof']> {
  const said = readRenewalProof(jws);
  if (said === undefined) return null;
  const facts = {
    csrSha256: said.csr_sha256,
    keyGroupId: said.key_group_id,
    predecessorSpkiSha256: said.predecessor_spki_sha256,
    issuedAt: new Date(said.iat * 1000).toISOString(),
  };
  const record = await db
    .selectFrom('certificates')
    .selectAll()
    .where('spki_sha256', '=', said.predecessor_spki_sha256)
    .where('is_ca', '=', 0)
    .orderBy('row', 'desc')
    .limit(1)
    .executeTakeFirst();
  const predecessor = record === undefined ? undefined : await loadCertificate(db, record);
  if (predecessor === undefined) return { ...facts, verdict: 'invalid' };
  const { start, end } = predecessor.view.publicKey;
  const verified = verifyRenewalProof(jws, {
    csrDer: request.der,
    keyGroupId: said.key_group_id,
    predecessorSpki: predecessor.der.subarray(start, end),
  });
  return { ...facts, verdict: verified.ok ? 'valid' : 'invalid' };
}
