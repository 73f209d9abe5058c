import type { RenewalMessage } from '../renewal.ts';
import type { PemTolerance } from '../pem.ts';
import type { UnreadableFault } from './unreadable-text.ts';

/** What was overlooked or taken off to get at a document, beside those of PEM. */
export type InputTolerance =
  | PemTolerance
  | 'INPUT_BASE64URL'
  | 'INPUT_HEX'
  | 'INPUT_BYTE_ORDER_MARK'
  | 'INPUT_UTF16'
  | 'INPUT_ESCAPED_LINES'
  | 'INPUT_SEVERAL'
  | 'INPUT_LABEL'
  | 'INPUT_JSON_AROUND'
  | 'INPUT_JSON_SNAKE_CASE'
  | 'INPUT_ENVELOPE_SIGNED'
  | 'INPUT_ENVELOPE_OTHER_MEMBER';

export interface InputRemark {
  readonly code: InputTolerance;
  readonly detail: Readonly<Record<string, string>>;
}

/** What a document came in, when it did not come alone. */
export type InputWrapper = 'pkcs7' | 'renewal-request' | 'renewed-certificate';

/**
 * One thing found in a file. `kind` says how `der` is to be read: `renewal-request` and `renewed-certificate` stand for
 * messages without a readable document in them, documents from messages have their own kind and a `wrapper`.
 */
export interface InputItem {
  readonly kind:
    'csr' | 'certificate' | 'crl' | 'public-key' | 'pkcs7' | 'renewal-request' | 'renewed-certificate' | 'unreadable';
  /** The document, or the raw bytes of what could not be read; empty for private keys, which are never kept. */
  readonly der: Uint8Array;
  /** Name of the file, for a file in a zip behind the archive's and `!`. Hostile: a text for showing. */
  readonly sourceName: string;
  /** Where it begins in its file: a byte, or a character where the file is a text. */
  readonly position: number;
  readonly wrapper: InputWrapper | null;
  /** Of a renewal request: what the partner wants to be called back with. */
  readonly callbackId: string | null;
  /** Of a renewal request that says more than the CSR. */
  readonly message?: RenewalMessage;
  readonly tolerances: readonly InputRemark[];
  /** Set for `unreadable` alone. */
  readonly fault: UnreadableFault | null;
}

const TEXTS: Readonly<Record<InputTolerance, string>> = {
  PEM_TEXT_AROUND: 'There is other text around the PEM block.',
  PEM_SEVERAL_BLOCKS: 'The text has several PEM blocks.',
  PEM_CRLF: 'Lines end in CR LF.',
  PEM_LINE_LENGTH: 'The lines of the PEM block are not 64 characters long.',
  PEM_BLANKS: 'There are blanks or empty lines inside the PEM block.',
  PEM_NO_ARMOUR: 'The text is base64 without begin and end lines.',
  INPUT_BASE64URL: 'The text is base64 in the alphabet for addresses or without padding.',
  INPUT_HEX: 'The text is hex.',
  INPUT_BYTE_ORDER_MARK: 'The text begins with a byte order mark.',
  INPUT_UTF16: 'The text is UTF-16.',
  INPUT_ESCAPED_LINES: 'Line ends are written as \\n.',
  INPUT_SEVERAL: 'The file has several documents one after the other.',
  INPUT_LABEL: 'The block is labelled {label}, but it holds something else.',
  INPUT_JSON_AROUND: 'The document stands inside JSON, at {path}.',
  INPUT_JSON_SNAKE_CASE: 'The member is spelled {name}.',
  INPUT_ENVELOPE_SIGNED: 'The envelope around it has a signature of its own, which is not checked.',
  INPUT_ENVELOPE_OTHER_MEMBER: 'The envelope around it also holds something that is not read here.',
};

/** An English sentence for a tolerance. */
export function toleranceText({ code, detail }: InputRemark): string {
  return TEXTS[code].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(detail, name) ? (detail[name] ?? '') : '?',
  );
}
