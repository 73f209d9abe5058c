import type { SignaturePurpose, SignedObjectKind } from '../../../shared/domain/signed-object.ts';
import type { CertificateView } from '../pki/certificate-read.ts';

/** Whom a key speaks for: ids by their kind, and SAN URIs `urn:ocpi:party:<CC>:<PPP>[:<ROLE>]`. */
export interface SignerParties {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
  readonly uris: readonly { readonly party: string; readonly role: string | undefined }[];
}

const URI = /^urn:ocpi:party:([a-z0-9]{2}):([a-z0-9]{3})(?::([a-z0-9_]{1,20}))?$/i;

export function partiesOfCertificate({ ocpi, extensions }: CertificateView): SignerParties {
  const texts = (list: { readonly ids: readonly { readonly text: string }[] } | null): readonly string[] =>
    (list?.ids ?? []).map(({ text }) => text);
  const names = extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
  return {
    partyIds: texts(ocpi.partyIds),
    subCpoIds: texts(ocpi.subCpoIds),
    subEmspIds: texts(ocpi.subEmspIds),
    uris: names.flatMap(({ value }) => {
      const match = URI.exec(value);
      return match === null
        ? []
        : [{ party: `${match[1] ?? ''}${match[2] ?? ''}`.toUpperCase(), role: match[3]?.toUpperCase() }];
    }),
  };
}

/** `DE*GEF`, `DE-GEF` and `DEGEF` as `DEGEF`: country and party without their separator. */
export function bareParty(text: string): string {
  return text
    .trim()
    .replace(/^(..)[*-]/, '$1')
    .toUpperCase();
}

/** Every id that the signer may speak for, for showing. */
export function partyTexts({ partyIds, subCpoIds, subEmspIds, uris }: SignerParties): readonly string[] {
  const fromUris = uris.map(({ party, role }) => `${party}${role === undefined ? '' : ` (${role})`}`);
  return [...new Set([...partyIds, ...subCpoIds, ...subEmspIds, ...fromUris])].slice(0, 200);
}

/** Objects of an EMSP; all others are a CPO's. */
const isEmspObject = (object: SignedObjectKind): boolean => object === 'token';

/** Compares by kind: an id of the other kind is not a match, whatever its letters (facts 6.5). */
export function speaksFor(signer: SignerParties, party: string, side: 'CPO' | 'EMSP' | 'any', role?: string): boolean {
  const wanted = bareParty(party);
  const has = (list: readonly string[], form: RegExp): boolean =>
    list.some((id) => form.test(id) && bareParty(id) === wanted);
  const byUri = signer.uris.some((uri) => {
    if (uri.party !== wanted) return false;
    return uri.role === undefined || (side === 'any' ? uri.role === role?.toUpperCase() : uri.role === side);
  });
  if (byUri || has(signer.partyIds, /^[a-z0-9]{5}$/i)) return true;
  const asCpo = side === 'CPO' || (side === 'any' && role?.toUpperCase() === 'CPO');
  const asEmsp = side === 'EMSP' || (side === 'any' && role?.toUpperCase() === 'EMSP');
  return (asCpo && has(signer.subCpoIds, /^..\*/)) || (asEmsp && has(signer.subEmspIds, /^..-/));
}

/** Whether signer, header and owner go together, as the signature's purpose asks. */
export function partyFits(
  signer: SignerParties,
  header: {
    readonly party: string;
    readonly role: string;
    readonly object: SignedObjectKind;
    readonly purpose: SignaturePurpose;
  },
  owner: string | undefined,
): boolean {
  if (header.purpose !== 'issue') return speaksFor(signer, header.party, 'any', header.role);
  if (owner === undefined || bareParty(owner) !== bareParty(header.party)) return false;
  return speaksFor(signer, owner, isEmspObject(header.object) ? 'EMSP' : 'CPO');
}
