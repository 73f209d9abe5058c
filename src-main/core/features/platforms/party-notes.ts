import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { ConnectionRecord } from './connection-record.ts';

type Note = TlsHandshake['notes'][number];

/**
 * Whether whom the server's certificate speaks for is who the platform says it is, and whether ours speaks for the party
 * that we name. Compared without case; a certificate that names nobody says nothing.
 */
export function partyNotes({ theirs, ours }: TlsHandshake, { found, settings }: ConnectionRecord): readonly Note[] {
  const notes: Note[] = [];
  const named = theirs.ocpi?.partyIds ?? [];
  const claimed = (found?.parties ?? []).map(({ party }) => party).filter((party) => party !== '');
  const strange = claimed.filter((party) => !has(named, party));
  if (named.length > 0 && strange.length > 0) {
    notes.push(
      warning(
        'PARTIES_DIFFER',
        `The server's certificate speaks for ${named.join(', ')}, the platform for ${strange.join(', ')}.`,
        {
          certificate: named.join(' ').slice(0, 600),
          platform: strange.join(' ').slice(0, 600),
        },
      ),
    );
  }
  const own = settings.ownParty;
  const shown = ours.ocpi?.partyIds ?? [];
  if (own !== null && shown.length > 0 && !has(shown, own)) {
    notes.push(
      warning('OWN_PARTY_DIFFERS', `Our certificate speaks for ${shown.join(', ')}, this connection for ${own}.`, {
        certificate: shown.join(' ').slice(0, 600),
        connection: own,
      }),
    );
  }
  return notes;
}

function has(ids: readonly string[], id: string): boolean {
  return ids.some((one) => one.toUpperCase() === id.toUpperCase());
}

function warning(code: string, message: string, values: Record<string, string>): Note {
  return { code, level: 'warn', message: message.slice(0, 600), values };
}
