import type { Reader } from '../../store/tables.ts';
import { findAuthorityByKey } from '../authorities/index.ts';
import { sharesPartyId } from './predecessors.ts';
import type { RequestRecord } from './requests.store.ts';
import type { Unsignable } from './unsignable.ts';

/** Where else the key of a request is known from. */
interface KeyUses {
  /** A certificate of the inventory over the same key, not the request's own. */
  readonly certificate?: { readonly subject: string; readonly keyGroupId: string | null };
  /** Another request with the same key for another key group, or for parties of which none is the same. */
  readonly request?: { readonly subject: string; readonly keyGroupId: string | null };
}

/**
 * An end certificate over the key of an authority would let whoever has it speak for a partner, and its holder for the
 * authority: refused for every authority of ours in whatever state, and for every trust anchor.
 */
export async function reasonsOfKey(db: Reader, spkiSha256: string): Promise<readonly Unsignable[]> {
  const isOurs = (await findAuthorityByKey(db, spkiSha256)) !== undefined;
  return isOurs || (await isKeyOfAnchor(db, spkiSha256))
    ? [{ code: 'KEY_OF_AUTHORITY', message: 'The key in the request is that of an authority.' }]
    : [];
}

async function isKeyOfAnchor(db: Reader, spkiSha256: string): Promise<boolean> {
  const row = await db
    .selectFrom('certificates as c')
    .leftJoin('trust_anchors as a', 'a.certificate_id', 'c.certificate_id')
    .select('c.row')
    .where('c.spki_sha256', '=', spkiSha256)
    .where((eb) => eb.or([eb('c.source', '=', 'authority'), eb('a.certificate_id', 'is not', null)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** A key that was seen elsewhere is worth a question: one key should have one owner, one group and one certificate. */
export async function findKeyUses(db: Reader, request: RequestRecord): Promise<KeyUses> {
  const certificate = await db
    .selectFrom('certificates')
    .select(['subject', 'key_group_id'])
    .where('spki_sha256', '=', request.spki_sha256)
    .where((eb) => eb.or([eb('request_id', 'is', null), eb('request_id', '!=', request.request_id)]))
    .where('is_ca', '=', 0)
    .orderBy('row', 'desc')
    .executeTakeFirst();
  const others = await db
    .selectFrom('requests')
    .select(['subject', 'key_group_id', 'claims'])
    .where('spki_sha256', '=', request.spki_sha256)
    .where('request_id', '!=', request.request_id)
    .orderBy('received_at', 'desc')
    .limit(100)
    .execute();
  // The same request corrected and sent again is nothing to wonder about.
  const other = others.find(
    ({ key_group_id, claims }) => key_group_id !== request.key_group_id || !sharesPartyId(claims, request.claims),
  );
  const use = (row: { readonly subject: string; readonly key_group_id: string | null }) => ({
    subject: row.subject,
    keyGroupId: row.key_group_id,
  });
  return {
    ...(certificate === undefined ? {} : { certificate: use(certificate) }),
    ...(other === undefined ? {} : { request: use(other) }),
  };
}
