import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CrlReadFault } from './crl-read.ts';
import { addField, addFinding, type ByteRange, createDecodeLog, type DecodeLog } from './decode-log.ts';
import { type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { readDer, readDerHeads } from './der/der-reader.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { readExtensions } from './extensions-read.ts';
import type { GeneralNameView } from './general-names.ts';
import type { OidProfile } from './oid-profile.ts';
import { serialText } from './serial-number.ts';
import { readMoment } from './time-read.ts';

/** One revoked certificate (RFC 5280 §5.3). */
export interface CrlEntryView extends ByteRange {
  /** Lower-case hex, as in a certificate's view. */
  readonly serialNumber: string;
  /** ISO 8601 UTC, null when unreadable. */
  readonly revokedAt: string | null;
  /** Null when the entry gives none. */
  readonly reason: string | null;
  /** ISO 8601 UTC, since when the key is suspected; null when the entry does not say. */
  readonly invalidSince: string | null;
  /** Of an indirect list: whose certificate this is. An entry without inherits that of the one before. */
  readonly certificateIssuer: readonly GeneralNameView[] | null;
  readonly extensions: readonly ExtensionView[];
}

interface EntryReading {
  readonly profile: OidProfile;
  readonly log: DecodeLog;
  readonly isIndirect: boolean;
}

const SHOWN_ENTRIES = 200;
const KEPT_FINDINGS = 200;
const NO_EXTENSIONS: readonly ExtensionView[] = [];

/** Reads revokedCertificates; each entry's tree lives only while it is read. Only the first entries become fields. */
export function readCrlEntries(
  source: Uint8Array,
  list: DerNode | undefined,
  { profile, log, isIndirect }: EntryReading,
): Result<readonly CrlEntryView[], CrlReadFault> {
  if (list === undefined) return ok([]);
  const heads = readDerHeads(source, { start: list.contentStart, end: list.end });
  if (!heads.ok) return heads;
  const count = `${heads.value.length}`;
  addField(log, { id: 'entries', depth: 2, name: 'revokedCertificates', value: count }, list);
  if (heads.value.length === 0) addFinding(log, 'error', 'CRL_ENTRIES_EMPTY', 'entries', list);

  const inner = createDecodeLog('verdicts');
  const seen = new Set<string>();
  const entries: CrlEntryView[] = [];
  let inherited: readonly GeneralNameView[] | null = null;
  for (const [i, head] of heads.value.entries()) {
    const entry = readEntry(source, head, `entry[${i}]`, profile, inner);
    if (!entry.ok) return entry;
    const { value } = entry;
    inherited = value.certificateIssuer ?? inherited;
    entries.push(isIndirect ? { ...value, certificateIssuer: inherited } : value);
    if (!isIndirect && seen.has(value.serialNumber))
      addFinding(inner, 'warning', 'CRL_SERIAL_DUPLICATE', `entry[${i}]`, head, {
        serialNumber: value.serialNumber.slice(0, 80),
      });
    seen.add(value.serialNumber);
    if (i < SHOWN_ENTRIES) addEntryField(value, i, log);
  }
  keepFindings(inner, list, log);
  return ok(entries);
}

function readEntry(
  source: Uint8Array,
  head: DerNode,
  field: string,
  profile: OidProfile,
  log: DecodeLog,
): Result<CrlEntryView, CrlReadFault> {
  const node = readDer(source, head);
  if (!node.ok) return node;
  const [serial, date, list, ...rest] = node.value.children;
  const hasShape = isUniversal(node.value, TAG.sequence) && isUniversal(serial, TAG.integer) && rest.length === 0;
  const revokedAt = date && readMoment(date, log, field, 3);
  if (!hasShape || revokedAt === undefined) return fail({ code: 'CRL_SHAPE', part: 'entry', offset: head.start });
  const extensions = list === undefined ? NO_EXTENSIONS : readExtensions(list, profile, log, 4, `${field}.`);
  if (extensions === undefined) return fail({ code: 'CRL_SHAPE', part: 'entry', offset: list?.start ?? head.start });
  let reason: string | null = null;
  let invalidSince: string | null = null;
  let certificateIssuer: readonly GeneralNameView[] | null = null;
  for (const { value } of extensions) {
    if (value.kind === 'crl-reason') reason ??= value.reason;
    else if (value.kind === 'invalidity-date') invalidSince ??= value.at;
    else if (value.kind === 'certificate-issuer') certificateIssuer ??= value.names;
  }
  const { start, end } = head;
  return ok({
    serialNumber: serialText(serial),
    revokedAt,
    reason,
    invalidSince,
    certificateIssuer,
    extensions,
    start,
    end,
  });
}

function addEntryField(entry: CrlEntryView, index: number, log: DecodeLog): void {
  const { serialNumber, revokedAt, reason } = entry;
  const value = [serialNumber, revokedAt ?? '', reason ?? ''].filter((part) => part !== '').join(', ');
  addField(log, { id: `entry[${index}]`, depth: 3, name: `${index + 1}`, value }, entry);
}

/** A hostile list could have a remark for each of a million entries: the first are kept, the rest is one remark. */
function keepFindings({ findings }: DecodeLog, list: DerNode, log: DecodeLog): void {
  for (const finding of findings.slice(0, KEPT_FINDINGS)) log.findings.push(finding);
  const cut = findings.slice(KEPT_FINDINGS);
  if (cut.length === 0) return;
  const severity = cut.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
  addFinding(log, severity, 'CRL_FINDINGS_CUT', 'entries', list, { count: findings.length, shown: KEPT_FINDINGS });
}
