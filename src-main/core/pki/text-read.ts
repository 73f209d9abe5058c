import { codePointName, findUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import type { DerNode } from './der/der-node.ts';
import { readString, type StringForm } from './der/read-string.ts';

/** A text with the bytes it came from. `valid` is false when they are outside the alphabet of their type. */
export interface TextView extends ByteRange {
  readonly text: string;
  readonly form: StringForm;
  readonly valid: boolean;
}

/** Reads any string type and remarks bad bytes, an unusual type and characters that hide; undefined if it is no string. */
export function readText(
  node: DerNode,
  log: DecodeLog,
  field: string,
  usual: readonly StringForm[],
): TextView | undefined {
  const read = readString(node);
  if (read === undefined) return undefined;
  const { form, text, valid } = read;
  if (!valid) addFinding(log, 'error', 'STRING_INVALID', field, node, { form });
  if (!usual.includes(form)) {
    addFinding(log, 'info', 'STRING_FORM_UNUSUAL', field, node, { form, expected: usual[0] ?? '' });
  }
  noteUnsafe(text, log, field, node);
  return { text, form, valid, start: node.start, end: node.end };
}

/** Remarks the first character of a text that can hide or reorder it. */
export function noteUnsafe(text: string, log: DecodeLog, field: string, range: ByteRange): void {
  const [unsafe] = findUnsafeCharacters(text, 1);
  if (unsafe === undefined) return;
  addFinding(log, 'warning', 'TEXT_UNSAFE_CHARACTER', field, range, { character: codePointName(unsafe.codePoint) });
}
