import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import { defaultOidProfile } from '../../../../../shared/domain/default-oid-profile.ts';
import { writeSequence } from '../../der/der-writer.ts';
import { type HostileCase, owners, partner } from './context.ts';
import { indexIds } from '../../../../../shared/domain/checks/id-index.ts';
import {
  altNames,
  craftCsr,
  type CsrParts,
  dnsName,
  extension,
  parties,
  rdn,
  subCpos,
  subEmsps,
  subjectOf,
  uriName,
  usualExtensions,
  utf8,
} from './craft.ts';

const by = (
  refusedBy: CheckCode,
  trick: string,
  change: () => Partial<CsrParts>,
  around?: HostileCase['around'],
): HostileCase => ({ trick, refusedBy, der: () => craftCsr(change()), around });

const asParty = (...ids: readonly string[]): Partial<CsrParts> => ({ claims: { partyIds: parties(...ids) } });
const asCpo = (...ids: readonly string[]): Partial<CsrParts> => ({ claims: { subCpoIds: subCpos(...ids) } });
const asEmsp = (...ids: readonly string[]): Partial<CsrParts> => ({ claims: { subEmspIds: subEmsps(...ids) } });

/** Ids that are none, or none of their list. */
const forms: readonly HostileCase[] = [
  by('ID_FORM', 'an empty party id', () => asParty('DEGEF', '')),
  by('ID_FORM', 'a party id of four letters', () => asParty('DEGE')),
  by('ID_FORM', 'a party id of six letters', () => asParty('DEGEFX')),
  by('ID_FORM', 'a party id with a blank behind', () => asParty('DEGEF ')),
  by('ID_FORM', 'a party id with a blank inside', () => asParty('DE GEF')),
  by('ID_FORM', 'two party ids in one text', () => asParty('DEGEF,DEABC')),
  by('ID_FORM', 'a party id with a star in its place', () => asParty('DEG*F')),
  by('ID_FORM', 'a star for all parties', () => asParty('*')),
  by('ID_FORM', 'a pattern of party ids', () => asParty('DE%')),
  by('ID_FORM', 'a sub-CPO id as party id', () => asParty('DE*GEF')),
  by('ID_FORM', 'a sub-EMSP id as party id', () => asParty('DE-GDF')),
  by('ID_FORM', 'a party id as sub-CPO id', () => asCpo('DEGEF')),
  by('ID_FORM', 'a party id as sub-EMSP id', () => asEmsp('DEGDF')),
  by('ID_FORM', 'a sub-CPO id with two stars', () => asCpo('DE**GEF')),
  by('ID_FORM', 'an EVSE id as sub-CPO id', () => asCpo('DE*GEF*E1234')),
  by('ID_FORM', 'a contract id as sub-EMSP id', () => asEmsp('DE-GDF-C12345678-X')),
  by('ID_FORM', 'a party id with a Cyrillic letter', () => asParty('D\u0415GEF')),
  by('ID_FORM', 'a party id with a Greek letter', () => asParty('DEG\u0395F')),
  by('ID_FORM', 'a party id in full width', () => asParty('\uff24\uff25GEF')),
  by('ID_FORM', 'a party id with a mathematical letter', () => asParty('DEGE\u{1d405}')),
  by('ID_FORM', 'a party id with an accent beside its letter', () => asParty('DEGE\u0301F')),
  by('ID_FORM', 'a sub-EMSP id with an en dash', () => asEmsp('DE\u2013GDF')),
  by('ID_FORM', 'a sub-EMSP id with a minus sign', () => asEmsp('DE\u2212GDF')),
  by('ID_FORM', 'a sub-CPO id with another star', () => asCpo('DE\u2217GEF')),
  by('ID_FORM', 'a party id with Arabic digits', () => asParty('DEGE\u0662')),
  by('ID_FORM', 'a party id with a zero-width joiner', () => asParty('DE\u200dGEF')),
];

/** Well-formed ids of somebody else, or of nobody. */
const foreign: readonly HostileCase[] = [
  by('ID_REGISTERED', 'a party id of nobody', () => asParty('DEGEF', 'FRXYZ')),
  by(
    'ID_REGISTERED',
    'a party id that was slipped into the registry',
    () => asParty('FRXYZ'),
    (input) => ({ ...input, partner: { ...partner, unanchoredIds: [{ kind: 'party', id: 'FRXYZ' }] } }),
  ),
  by(
    'DOCUMENTS',
    'a policy that was changed in the database',
    () => ({}),
    (input) => ({ ...input, alteredDocuments: ['policy/partner/p-own'] }),
  ),
  by('ID_REGISTERED', 'a sub-CPO id of nobody', () => asCpo('FR*XYZ')),
  by('ID_REGISTERED', 'a sub-EMSP id of nobody', () => asEmsp('FR-XYZ')),
  by('ID_REGISTERED', 'the own party in another country', () => asParty('NLGEF')),
  by('ID_REGISTERED', 'the sub-EMSP id of the own sub-CPO id', () => asEmsp('DE-GEF')),
  by('ID_REGISTERED', 'the sub-CPO id of the own sub-EMSP id', () => asCpo('DE*GDF')),
  by('ID_REGISTERED', 'the own sub-CPO id with one letter more', () => asCpo('DE*GEFF')),
  by('ID_REGISTERED', 'one foreign id among a hundred own ones', () =>
    asParty(...Array.from({ length: 99 }, () => 'DEGEF'), 'FRXYZ'),
  ),
  by(
    'ID_REGISTERED',
    'an id that was taken from the partner meanwhile',
    () => ({}),
    (input) => ({
      ...input,
      partner: { ...partner, ids: partner.ids.filter(({ id }) => id !== 'DEGE2') },
    }),
  ),
  by('ID_OF_OTHER', 'the party id of another partner', () => asParty('DEABC')),
  by('ID_OF_OTHER', 'the party id of another partner in small letters', () => asParty('deabc')),
  by('ID_OF_OTHER', 'the sub-CPO id of another partner', () => asCpo('DE*ABC')),
  by('ID_OF_OTHER', 'the sub-EMSP id of another partner', () => asEmsp('DE-ABC')),
  by('ID_OF_OTHER', 'the sub-CPO id of another partner in the list of sub-EMSP ids', () => asEmsp('DE*ABC')),
  by('ID_OF_OTHER', 'the sub-EMSP id of another partner in the list of sub-CPO ids', () => asCpo('DE-ABC')),
  by(
    'ID_OF_OTHER',
    'an id that both have registered',
    () => ({}),
    (input) => ({
      ...input,
      ids: indexIds([
        ...owners,
        { kind: 'party', id: 'DEGEF', partnerId: 'p-other', owner: 'Neighbour Charging', source: 'partner' },
      ]),
    }),
  ),
  by('ID_LOOK_ALIKE', 'a zero for an O in another partner’s id', () => asParty('NL010')),
  by('ID_LOOK_ALIKE', 'an O for a zero in another partner’s id', () => asParty('NLOIO')),
  by('ID_LOOK_ALIKE', 'an L for an I in another partner’s id', () => asParty('NLol0')),
  by('ID_LOOK_ALIKE', 'a one for an I in another partner’s sub-CPO id', () => asCpo('DE*0IL')),
  by('ID_LOOK_ALIKE', 'another partner’s id with an O in small letters', () => asParty('nloio')),
  by('ID_LOOK_ALIKE', 'a Cyrillic letter in another partner’s id', () => asParty('DE\u0410BC')),
  by('ID_LOOK_ALIKE', 'another partner’s id in full width', () => asParty('\uff24EABC')),
  by('ID_LOOK_ALIKE', 'another partner’s id with an accent', () => asParty('DEA\u0301BC')),
  by('ID_LOOK_ALIKE', 'another partner’s sub-EMSP id with an en dash', () => asEmsp('DE\u2013ABC')),
  by('ID_LOOK_ALIKE', 'another partner’s sub-EMSP id without its dash', () => asEmsp('DEABC')),
];

const asUri = (...uris: readonly string[]): Partial<CsrParts> => ({
  extensions: [...usualExtensions.slice(0, 2), altNames(dnsName('cpo.example.org'), ...uris.map(uriName))],
});
const asSubject = (type: string, value: string): Partial<CsrParts> => ({
  subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn(type, value)),
});
const withCommonName = (value: string): Partial<CsrParts> => ({ subject: subjectOf(rdn('CN', value)) });

/** Ids where nobody looks for them. */
const concealed: readonly HostileCase[] = [
  by('ID_IN_NAMES', 'another party as URN', () => asUri('urn:ocpi:party:DE:ABC')),
  by('ID_IN_NAMES', 'another party as URN with a role', () => asUri('urn:ocpi:party:DE:ABC:CPO')),
  by('ID_IN_NAMES', 'another party as URN in mixed case', () => asUri('URN:OCPI:Party:de:abc:emsp')),
  by('ID_IN_NAMES', 'another party as URN with a percent sign', () => asUri('urn:ocp%69:party:DE:ABC')),
  by('ID_IN_NAMES', 'another party as URN with a percent sign in itself', () => asUri('urn:ocp%2569:party:DE:ABC')),
  by('ID_IN_NAMES', 'a party of nobody as URN', () => asUri('urn:ocpi:party:FR:XYZ')),
  by('ID_IN_NAMES', 'a URN without separators', () => asUri('urn:ocpi:party:DEABC')),
  by('ID_IN_NAMES', 'a URN with a role that does not exist', () => asUri('urn:ocpi:party:DE:GEF:ROOT')),
  by('ID_IN_NAMES', 'a URN with two parties', () => asUri('urn:ocpi:party:DE:GEF:CPO:DE:ABC')),
  by('ID_IN_NAMES', 'a URN of something new', () => asUri('urn:ocpi:hub:DE:ABC')),
  by('ID_IN_NAMES', 'a URN behind the own one', () => asUri('urn:ocpi:party:DE:GEF', 'urn:ocpi:party:DE:ABC')),
  by('ID_IN_NAMES', 'a URN in a query', () => asUri('https://cpo.example.org/ocpi/?party=urn:ocpi:party:DE:ABC')),
  by('ID_IN_NAMES', 'a URN as host name', () => ({
    extensions: [altNames(dnsName('urn:ocpi:party:DE:ABC'))],
  })),
  by('ID_IN_NAMES', 'another sub-CPO id in a path', () => asUri('https://cpo.example.org/ocpi/DE*ABC')),
  by('ID_IN_NAMES', 'another party id in a path', () => asUri('https://cpo.example.org/ocpi/deabc/')),
  by('ID_IN_SUBJECT', 'another party id as common name', () => withCommonName('DEABC')),
  by('ID_IN_SUBJECT', 'a party id of nobody as common name', () => withCommonName('FRXYZ')),
  by('ID_IN_SUBJECT', 'another sub-CPO id as common name', () => withCommonName('DE*ABC')),
  by('ID_IN_SUBJECT', 'another sub-EMSP id as common name', () => withCommonName('de-abc')),
  by('ID_IN_SUBJECT', 'a common name with a Cyrillic id', () => withCommonName('D\u0415GEF')),
  by('ID_IN_SUBJECT', 'another party id in the unit', () => asSubject('OU', 'Party DEABC')),
  by('ID_IN_SUBJECT', 'another sub-CPO id in the unit', () => asSubject('OU', 'DE*ABC')),
  by('ID_IN_SUBJECT', 'another sub-CPO id in the organisation', () => asSubject('O', 'Operator (DE*ABC)')),
  by('ID_IN_SUBJECT', 'another party id in the description', () => asSubject('description', 'acts for DEABC')),
  by('ID_IN_SUBJECT', 'another party id as serial number', () => asSubject('2.5.4.5', 'DEABC')),
  by('ID_IN_SUBJECT', 'another party id as user id', () => asSubject('0.9.2342.19200300.100.1.1', 'DEABC')),
  by('ID_IN_SUBJECT', 'another party id as identifier of the organisation', () => asSubject('2.5.4.97', 'DEABC')),
  by('ID_IN_SUBJECT', 'another party id in small letters as common name', () => withCommonName('deabc')),
  by('ID_IN_SUBJECT', 'another sub-CPO id with words around', () => asSubject('OU', 'AB-DE*ABC-NETZ')),
  by('ID_IN_SUBJECT', 'another party id between underscores', () => asSubject('OU', 'X_DEABC_Y')),
  by('ID_IN_SUBJECT', 'another sub-CPO id as town', () => asSubject('L', 'DE*ABC')),
  by('ID_IN_SUBJECT', 'a URN of a party in the unit', () => asSubject('OU', 'urn:ocpi:party:DE:ABC')),
  by('ID_IN_EXTENSION', 'party ids as extension', () => ({
    extensions: [...usualExtensions, extension(defaultOidProfile.partyIds, writeSequence(utf8('DEABC')))],
  })),
  by('ID_IN_EXTENSION', 'own party ids as extension', () => ({
    extensions: [...usualExtensions, extension(defaultOidProfile.partyIds, writeSequence(utf8('DEGEF')))],
  })),
  by('ID_IN_EXTENSION', 'a key group as extension', () => ({
    extensions: [...usualExtensions, extension(defaultOidProfile.keyGroupId, utf8('other-key'))],
  })),
  by('ID_IN_EXTENSION', 'rights of a service as extension', () => ({
    extensions: [...usualExtensions, extension(defaultOidProfile.serviceRoles, writeSequence(utf8('cdrs:SENDER')))],
  })),
];

export const hostileIds: readonly HostileCase[] = [...forms, ...foreign, ...concealed];
