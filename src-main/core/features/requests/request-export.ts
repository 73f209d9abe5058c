import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RequestRow } from '../../../../shared/contract/requests.ts';
import { guardCell, writeCsv } from '../../../../shared/util/csv.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { Reader } from '../../store/tables.ts';
import { rowsOfIds } from './request-list.store.ts';

interface ListFile {
  readonly content: Uint8Array;
  readonly suggestedName: string;
  readonly mediaType: string;
}

/** Each with its name in the file; JSON has the rows as the contract tells them. */
const columns: readonly (readonly [name: string, of: (row: RequestRow) => string | undefined])[] = [
  ['request_id', (row) => row.requestId],
  ['state', (row) => row.state],
  ['received_at', (row) => row.receivedAt],
  ['received_by', (row) => row.receivedBy],
  ['partner', (row) => row.partner?.name],
  ['subject', (row) => row.subject],
  ['key_group_id', (row) => row.keyGroupId],
  ['party_ids', (row) => row.partyIds.join(' ')],
  ['sub_cpo_ids', (row) => row.subCpoIds.join(' ')],
  ['sub_emsp_ids', (row) => row.subEmspIds.join(' ')],
  ['purpose', (row) => row.purpose],
  ['algorithm', (row) => row.algorithm],
  ['proof_of_possession', (row) => (row.signatureValid ? 'valid' : 'invalid')],
  ['verdict', (row) => row.verdict],
  ['claimed_by', (row) => row.claimedBy],
  ['ends_at', (row) => row.endsAt],
  ['aside_reason', (row) => row.aside?.reason],
  ['reject_reason', (row) => row.rejectReason],
  ['certificate_id', (row) => row.certificateId],
  ['source', (row) => row.source],
  ['sha256', (row) => row.sha256],
  ['spki_sha256', (row) => row.spkiSha256],
];

/** Rows between two pauses. */
const PART = 200;
/** A file of more would not pass to the window. */
const MOST = 20_000;

/**
 * The list as a file, at most its first 20 000 rows. Text of partners is guarded: no spreadsheet computes it.
 */
export async function exportRequests(db: Reader, ids: readonly string[], format: 'csv' | 'json'): Promise<ListFile> {
  const rows: RequestRow[] = [];
  for (let at = 0; at < Math.min(ids.length, MOST); at += PART) {
    rows.push(...(await rowsOfIds(db, ids.slice(at, Math.min(at + PART, MOST)))));
    await nextTurn();
  }
  if (format === 'json')
    return file(`${JSON.stringify({ requests: rows }, undefined, 2)}\n`, 'requests.json', 'application/json');
  const cells = rows.map((row) => columns.map(([, of]) => guardCell(of(row) ?? '')));
  return file(writeCsv([columns.map(([name]) => name), ...cells]), 'requests.csv', 'text/csv');
}

function file(text: string, suggestedName: string, mediaType: string): ListFile {
  return { content: encodeUtf8(text), suggestedName, mediaType };
}
