import { time } from './read-time.ts';
import { note, numberText, pathOf, type Source, text } from './source.ts';

/** Fields of everything that a party issues, in any version (facts of OCPI 3.0 §4.3). */
export const partyIssued = ['country_code', 'party_id', 'id', 'version', 'created', 'last_updated'] as const;

export interface Head {
  readonly party?: string;
  readonly id: string;
  readonly version?: string;
  readonly lastUpdated: string | null;
  readonly other: [string, string][];
}

/** Whose object it is, its id and version. @param idKey `uid` for driver tokens */
export function headOf(source: Source, idKey: 'id' | 'uid' = 'id'): Head {
  const { look, raw } = source;
  const id = text(source, idKey, { max: 39 });
  if (id === undefined) note(look, 'ID_MISSING', pathOf(source, idKey));
  const party = partyOf(source);
  const version = raw['version'] === undefined ? undefined : (numberText(raw['version']) ?? text(source, 'version'));
  return {
    ...(party === undefined ? {} : { party }),
    id: id?.slice(0, 1000) ?? '',
    ...(version === undefined ? {} : { version: version.slice(0, 200) }),
    lastUpdated: time(source, 'last_updated', { required: true }),
    other: look.other,
  };
}

/** Five characters: two of the country and three of the party (2.x), or as one (3.0). */
export function partyOf(source: Source): string | undefined {
  const { look } = source;
  // 2.1.1 does not say whose an object is; where one does, it is taken.
  const required = look.version !== '2.1.1';
  if (look.version === '3.0' && source.raw['country_code'] == null) {
    const party = text(source, 'party_id', { required });
    if (party !== undefined && !/^[A-Za-z0-9]{5}$/.test(party)) partyForm(source, party);
    return party?.slice(0, 60);
  }
  const country = text(source, 'country_code', { required });
  const party = text(source, 'party_id', { required });
  if (country === undefined || party === undefined) return undefined;
  // The reference writes five characters for the party as well.
  if (/^[A-Za-z0-9]{5}$/.test(party) && party.toUpperCase().startsWith(country.toUpperCase())) {
    note(look, 'REFERENCE_DIALECT', pathOf(source, 'party_id'), { found: party });
    return party;
  }
  if (!/^[A-Za-z]{2}$/.test(country) || !/^[A-Za-z0-9]{3}$/.test(party)) partyForm(source, `${country} ${party}`);
  return `${country}${party}`.slice(0, 60);
}

function partyForm(source: Source, found: string): void {
  note(source.look, 'PARTY_FORM', pathOf(source, 'party_id'), { found: found.slice(0, 60) });
}
