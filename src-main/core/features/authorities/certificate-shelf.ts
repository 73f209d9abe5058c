import type { Clock } from '../../clock.ts';
import {
  addCertificates,
  chainOf,
  findCertificateByHash,
  loadCertificate,
  possibleIssuersOf,
  writePkcs7,
} from '../certificates/index.ts';
import type { CertificateShelf } from './authorities.deps.ts';

/** The inventory of the workspace as authorities and requests use it. */
export function certificateShelf(clock: Clock, newId: () => string): CertificateShelf {
  return {
    add: async (trx, certificate, by) => {
      const [added] = await addCertificates(trx, [certificate], { newId, at: clock.now(), by });
      if (added === undefined) throw new Error('one certificate was added and none came back');
      return added.record.certificate_id;
    },
    chain: async (db, certificateId) => (await chainOf(db, certificateId)).map(({ der }) => der),
    exactly: async (db, sha256s) => {
      const ders: (Uint8Array | undefined)[] = [];
      for (const sha256 of sha256s) {
        const record = await findCertificateByHash(db, sha256);
        ders.push(record && (await loadCertificate(db, record))?.der);
      }
      return ders;
    },
    above: possibleIssuersOf,
    pkcs7: writePkcs7,
  };
}
