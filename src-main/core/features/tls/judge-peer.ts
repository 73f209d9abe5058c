import type { DecodedItem, PathPurpose, PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import type { Reader } from '../../store/tables.ts';
import { decodeCertificate } from '../../workers/decoded-item.ts';
import { anchorsFor, judgePath, type NotedAnchor, possibleIssuersOf } from '../certificates/index.ts';
import type { JudgedPeer } from './handshake-notes.ts';

type Peer = TlsHandshake['theirs'];

interface PeerQuestion {
  readonly db: Reader;
  readonly profile: OidProfile;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly purpose: PathPurpose;
  /** Instead of the workspace's own trust anchors. */
  readonly trust: readonly ReadCertificate[] | undefined;
  readonly at: Date;
}

interface Judged {
  readonly peer: Peer;
  readonly facts: JudgedPeer;
  readonly leaf: ReadCertificate | undefined;
}

/** A chain out of a handshake: decoded for the page, its path judged by the one validator, its ids gathered. */
export async function judgePeer(question: PeerQuestion): Promise<Judged> {
  const { db, profile, chain, purpose, at } = question;
  const items: DecodedItem[] = [];
  const readable: ReadCertificate[] = [];
  for (const der of chain) {
    const read = readCertificate(der, profile, 'verdicts');
    if (read.ok) readable.push({ der, view: read.value });
  }
  for (const [index, der] of chain.entries()) {
    const issuer = readable.find((one) => one.der === chain[index + 1]);
    const key = issuer?.view.publicKey;
    items.push(decodeCertificate(der, profile, key && issuer.der.subarray(key.start, key.end)));
  }
  // A leaf that cannot be read has no path; what is above it does not stand in for it.
  const leaf = readable.find((one) => one.der === chain[0]);
  const path = leaf === undefined ? undefined : await pathOf(question, leaf, readable, at, purpose);
  const ocpi = items[0]?.certificate?.ocpi;
  return {
    peer: {
      certificates: items,
      ...(ocpi === undefined ? {} : { ocpi }),
      ...(path === undefined ? {} : { path }),
    },
    facts: {
      certificates: chain.length,
      path,
      notAfter: leaf?.view.notAfter ?? null,
      ids: ocpi === undefined ? [] : [...ocpi.partyIds, ...ocpi.subCpoIds, ...ocpi.subEmspIds],
    },
    leaf,
  };

  async function pathOf(
    { trust }: PeerQuestion,
    of: ReadCertificate,
    known: readonly ReadCertificate[],
    moment: Date,
    what: PathPurpose,
  ): Promise<PathVerdict> {
    const given = trust?.map((certificate): NotedAnchor => ({ certificate, purposes: 'all', note: '' }));
    return judgePath({
      leaf: of,
      intermediates: [...known.filter((one) => one !== of), ...(await possibleIssuersOf(db, known))],
      anchors: given ?? (await anchorsFor(db, what)),
      crls: [],
      at: moment,
      purpose: what,
      profile,
    });
  }
}
