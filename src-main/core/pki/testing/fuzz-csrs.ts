import { type CsrView, readCsr } from '../csr-read.ts';
import { verifyCsrSignature } from '../csr-verify.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import type { ByteRange } from '../decode-log.ts';
import { findingText } from '../finding-text.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { createDice, mutateBytes, mutateStructure } from './mutate.ts';

export interface FuzzTally {
  readonly tried: number;
  readonly read: number;
  /** Inputs whose answer breaks a promise, in hex, with what was wrong. */
  readonly broken: readonly string[];
}

/** Reads and verifies mutations of the requests, round after round; every odd answer is kept for the report. */
export function fuzzCsrs(originals: readonly Uint8Array[], rounds: number, seed: number): FuzzTally {
  const dice = createDice(seed);
  const broken: string[] = [];
  let read = 0;
  for (let round = 0; round < rounds; round++) {
    const original = originals[dice(originals.length)] ?? new Uint8Array(0);
    let bytes = dice(2) === 0 ? mutateBytes(original, dice) : mutateStructure(original, dice);
    if (dice(3) === 0) bytes = bytes.length === 0 ? bytes : mutateBytes(bytes, dice);
    const fault = judge(original, bytes);
    if (fault === 'read') read += 1;
    else if (fault !== 'refused') broken.push(`${fault}: ${Buffer.from(bytes).toString('hex')}`);
  }
  return { tried: rounds, read, broken };
}

function judge(original: Uint8Array, bytes: Uint8Array): string {
  try {
    const csr = readCsr(bytes, defaultOidProfile);
    if (!csr.ok) return csr.error.offset >= 0 && csr.error.offset <= bytes.length ? 'refused' : 'offset outside';
    const { fields, findings } = csr.value;
    if ([...fields, ...findings].some(({ start, end }) => start < 0 || end < start || end > bytes.length))
      return 'range outside';
    if (findings.some(({ code, detail }) => findingText(code, detail) === '')) return 'no text';
    const { verdict } = verifyCsrSignature(bytes, csr.value);
    return verdict === 'valid' && !isSameStatement(original, bytes, csr.value) ? 'changed but valid' : 'read';
  } catch (error) {
    return `threw ${String(error)}`;
  }
}

/** The signature covers the info alone; its own parameters have two spellings (RFC 4055 §2.1), so they may differ. */
function isSameStatement(original: Uint8Array, bytes: Uint8Array, csr: CsrView): boolean {
  const before = readCsr(original, defaultOidProfile);
  if (!before.ok) return false;
  const part = (from: Uint8Array, { start, end }: ByteRange): Uint8Array => from.subarray(start, end);
  return (
    equalBytes(part(original, before.value.info), part(bytes, csr.info)) &&
    before.value.signature !== null &&
    csr.signature !== null &&
    equalBytes(part(original, before.value.signature.value), part(bytes, csr.signature.value))
  );
}
