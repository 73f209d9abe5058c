import type { DerFault } from '../der/der-fault.ts';
import type { CertificateShapeFault } from '../certificate-read.ts';
import type { CrlReadFault } from '../crl-read.ts';
import type { CsrShapeFault } from '../csr-read.ts';
import type { PemFault } from '../pem.ts';
import type { Pkcs7ShapeFault } from '../pkcs7-read.ts';
import type { PublicKeyReadFault } from '../public-key-read.ts';
import type { ZipFault, ZipFileFault } from './zip-read.ts';

/** Why an input is nothing that can be read. */
export type InputFaultCode =
  | 'INPUT_EMPTY'
  | 'INPUT_TOO_LARGE'
  | 'INPUT_TOO_MANY'
  | 'INPUT_NOTHING_FOUND'
  | 'INPUT_OTHER_DER'
  | 'INPUT_PRIVATE_KEY'
  | 'INPUT_PKCS12'
  | 'INPUT_COMPRESSED'
  | 'INPUT_ZIP_NESTED'
  | 'INPUT_JSON';

export type UnreadableCode =
  | InputFaultCode
  | DerFault['code']
  | PemFault['code']
  | ZipFault['code']
  | ZipFileFault['code']
  | CsrShapeFault['code']
  | CertificateShapeFault['code']
  | CrlReadFault['code']
  | Pkcs7ShapeFault['code']
  | PublicKeyReadFault['code'];

/** `{offset}` is the place in the bytes or, for texts, in the characters; `part` is what the shape reader looked for. */
export interface UnreadableFault {
  readonly code: UnreadableCode;
  readonly offset: number;
  readonly part?: string;
}

const TEXTS: Readonly<Record<UnreadableCode, string>> = {
  INPUT_EMPTY: 'There are no bytes.',
  INPUT_TOO_LARGE: 'The file is larger than this program reads at once.',
  INPUT_TOO_MANY: 'There are more documents than this program reads at once; those from {offset} on were left out.',
  INPUT_NOTHING_FOUND: 'Neither PEM, base64, hex nor a known kind of JSON was found.',
  INPUT_OTHER_DER: 'The bytes are DER, but no request, certificate, revocation list or public key.',
  INPUT_PRIVATE_KEY: 'This is a private key. It was not read and not kept: remove it from wherever it came from.',
  INPUT_PKCS12: 'This is a PKCS#12 file, which may hold a private key. It was not read and not kept.',
  INPUT_COMPRESSED: 'The file is compressed in a way that is not read here; zip is.',
  INPUT_ZIP_NESTED: 'A zip inside a zip is not opened.',
  INPUT_JSON: 'The JSON holds no request and no certificate.',
  ZIP_FORM: 'The zip archive is broken at byte {offset}.',
  ZIP_TOO_MANY: 'The zip archive has more files than are read at once.',
  ZIP_SPLIT: 'The zip archive is one of several parts.',
  ZIP_FILE_ENCRYPTED: 'The file in the zip archive is encrypted.',
  ZIP_FILE_METHOD: 'The file in the zip archive is packed with a method that is not read here.',
  ZIP_FILE_TOO_LARGE: 'The file in the zip archive is too large when unpacked.',
  ZIP_FILE_BROKEN: 'The file in the zip archive is broken.',
  PEM_NOT_FOUND: 'Neither PEM nor base64 was found.',
  PEM_TOO_LARGE: 'The text is longer than this program reads at once.',
  PEM_UNTERMINATED: 'The PEM block that begins at character {offset} has no end line.',
  PEM_LABEL_MISMATCH: 'The end line at character {offset} does not belong to the begin line before it.',
  PEM_HEADERS: 'The PEM block at character {offset} has headers, as encrypted keys have.',
  PEM_BASE64: 'The PEM block at character {offset} is not valid base64.',
  PEM_EMPTY: 'The PEM block at character {offset} is empty.',
  DER_EMPTY: 'No DER value begins at byte {offset}.',
  DER_TRUNCATED: 'The bytes end at byte {offset}, before the value does.',
  DER_TRAILING_BYTES: 'Bytes follow the value from byte {offset} on.',
  DER_LENGTH_INDEFINITE: 'The length at byte {offset} is indefinite, which is BER and not DER.',
  DER_LENGTH_NOT_MINIMAL: 'The length at byte {offset} is not in its shortest form, as DER demands.',
  DER_LENGTH_TOO_LARGE: 'The length at byte {offset} is larger than any document.',
  DER_TAG_NOT_MINIMAL: 'The tag at byte {offset} is not in its shortest form, as DER demands.',
  DER_TAG_TOO_LARGE: 'The tag number at byte {offset} is larger than any in use.',
  DER_TAG_RESERVED: 'The tag at byte {offset} is reserved and cannot occur.',
  DER_CONSTRUCTED_STRING: 'The string at byte {offset} is in pieces, which is BER and not DER.',
  DER_PRIMITIVE_LIST: 'The list at byte {offset} is encoded as a single value.',
  DER_BOOLEAN: 'The truth value at byte {offset} is neither 00 nor FF.',
  DER_INTEGER: 'The number at byte {offset} is empty.',
  DER_INTEGER_NOT_MINIMAL: 'The number at byte {offset} has needless leading octets.',
  DER_BIT_STRING: 'The bit string at byte {offset} has a wrong count of unused bits.',
  DER_NULL: 'The NULL at byte {offset} is not empty.',
  DER_OID: 'The object identifier at byte {offset} is broken.',
  DER_TOO_DEEP: 'Values are nested too deep at byte {offset}.',
  DER_TOO_MANY_ELEMENTS: 'There are too many values; reading ended at byte {offset}.',
  DER_TOO_LARGE: 'The value at byte {offset} is larger than this program reads.',
  CSR_SHAPE: 'The bytes are DER but no request: {part} is wrong at byte {offset}.',
  CERTIFICATE_SHAPE: 'The bytes are DER but no certificate: {part} is wrong at byte {offset}.',
  CRL_SHAPE: 'The bytes are DER but no revocation list: {part} is wrong at byte {offset}.',
  CRL_TOO_LARGE: 'The revocation list is larger than this program reads.',
  PUBLIC_KEY_SHAPE: 'The bytes are DER but no public key.',
  PKCS7_SHAPE: 'The bytes are DER but no envelope of certificates; it goes wrong at byte {offset}.',
};

/** An English sentence with the place, for any fault of the readers. */
export function unreadableText({ code, offset, part = 'a part' }: UnreadableFault): string {
  return TEXTS[code].replace('{offset}', `${offset}`).replace('{part}', part);
}
