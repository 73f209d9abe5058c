import type { PartyIdFindingCode } from '../../../shared/domain/party-ids.ts';

/** Codes of everything the readers may remark. Shipped codes are never renamed. */
export type PkiFindingCode = keyof typeof TEXTS;

type Detail = Readonly<Record<string, string | number>>;

/** `{name}` is replaced by that detail. */
const TEXTS = {
  SET_NOT_SORTED: 'The values of a SET are not in the order that DER demands.',
  DEFAULT_EXPLICIT: 'A default value is written out, which DER forbids.',
  NAMED_BITS_TRAILING_ZEROS: 'A list of named bits ends in zero bits, which DER forbids.',
  STRING_INVALID: 'The text has bytes outside its string type {form}.',
  STRING_FORM_UNUSUAL: 'The text is written as {form} where {expected} is usual.',
  TEXT_UNSAFE_CHARACTER: 'The text has characters that hide or reorder it ({character}).',
  TIME_INVALID: 'The time is not in the form YYMMDDhhmmssZ or YYYYMMDDhhmmssZ, or no such moment exists.',
  TIME_FORM: 'The time is written as GeneralizedTime although it is before 2050.',
  CSR_VERSION: 'The request has version {version}; only version 0 exists.',
  CSR_ATTRIBUTES_ABSENT: 'The request leaves out the list of attributes, which must be there even if empty.',
  ATTRIBUTE_DUPLICATE: 'The attribute {oid} occurs more than once; only the first is read.',
  ATTRIBUTE_EMPTY: 'The attribute {oid} has no value.',
  ATTRIBUTE_SEVERAL_VALUES: 'The attribute {oid} has {count} values where one is allowed; only the first is read.',
  ATTRIBUTE_VALUE_TYPE: 'The value of the attribute {oid} is of a type that it cannot have.',
  ATTRIBUTE_UNKNOWN: 'The attribute {oid} is not known to this program.',
  ID_LIST_SET_FORM: 'The ids are written as SET OF, so their order is lost.',
  ID_LIST_MIXED_FORM: 'The ids are written partly as SEQUENCE and partly as single values.',
  ID_LIST_EMPTY: 'The list of ids is empty.',
  KEY_GROUP_ID_UNUSUAL: 'The key group id has an unusual form ({oddities}).',
  KEY_GROUP_ID_REFUSED: 'The key group id is empty or longer than 255 bytes.',
  VALIDITY_EMPTY: 'The wished validity ends before it begins.',
  NAME_VALUE_TYPE: 'The value of {name} is of a type that no name may have.',
  SUBJECT_EMPTY: 'The subject is empty.',
  SUBJECT_NO_COMMON_NAME: 'The subject has no common name.',
  SUBJECT_DUPLICATE: 'The subject has {name} more than once; some readers take the last one.',
  SUBJECT_MULTI_VALUED: 'A part of the subject has several values at once.',
  SUBJECT_COUNTRY: 'The country is not two letters.',
  SUBJECT_TOO_LONG: '{name} has {length} characters, more than the allowed {maxLength}.',
  EXTENSIONS_MALFORMED: 'The list of requested extensions cannot be read.',
  EXTENSIONS_EMPTY: 'The list of requested extensions is empty.',
  EXTENSION_DUPLICATE: 'The extension {oid} is requested more than once; only the first is read.',
  EXTENSION_MALFORMED: 'The value of the extension {oid} cannot be read ({reason}).',
  EXTENSION_UNKNOWN: 'The extension {oid} is not read by this program.',
  KEY_USAGE_EMPTY: 'The key usage allows nothing.',
  EXTENDED_KEY_USAGE_EMPTY: 'The extended key usage is an empty list.',
  SAN_DOUBLE_WRAPPED:
    'The alternative names are wrapped in an OCTET STRING too many; strict readers refuse or ignore them.',
  SAN_EMPTY: 'The list of alternative names is empty.',
  SAN_NAME_FORM: 'The alternative name {value} has a wrong form.',
  KEY_ALGORITHM_UNKNOWN: 'The key algorithm {oid} is not known to this program.',
  KEY_PARAMETERS: 'The parameters of the key algorithm are not those its standard demands.',
  KEY_MALFORMED: 'The public key cannot be read.',
  KEY_CURVE_UNKNOWN: 'The elliptic curve {curve} is not one this program works with.',
  KEY_POINT_COMPRESSED: 'The point of the public key is compressed; many programs cannot read that.',
  KEY_NOT_ON_CURVE: 'The point of the public key is not on its curve.',
  KEY_RSA_TOO_SMALL: 'The RSA key has {bits} bits; less than 2048 is breakable.',
  KEY_RSA_SMALL: 'The RSA key has {bits} bits; less than 3072 is no longer advised.',
  KEY_RSA_TOO_LARGE: 'The RSA key has {bits} bits; more than 16384 are refused.',
  KEY_RSA_MODULUS: 'The RSA modulus is even, negative or zero.',
  KEY_RSA_EXPONENT: 'The RSA exponent {exponent} is unusual; 65537 is expected.',
  KEY_RSA_EXPONENT_WRONG: 'The RSA exponent is not usable.',
  SIGNATURE_ALGORITHM_UNKNOWN: 'The signature algorithm {oid} is not known to this program.',
  SIGNATURE_ALGORITHM_WEAK: 'The signature uses {hash}, which is no longer safe.',
  SIGNATURE_PARAMETERS: 'The parameters of the signature algorithm are not those its standard demands.',
  SIGNATURE_KEY_MISMATCH: 'The signature algorithm does not belong to the kind of the public key.',
  SIGNATURE_HASH_UNFIT: 'The hash of the signature does not fit the strength of the key.',
  SIGNATURE_MALFORMED: 'The signature value does not have the form of its algorithm.',
  PARTY_ID_EMPTY: 'An id is empty.',
  PARTY_ID_FORM: 'The id {value} has a wrong form.',
  PARTY_ID_OTHER_KIND: 'The id {value} belongs to another kind of id.',
  PARTY_ID_UNSAFE_CHARACTER: 'The id {value} has hidden characters.',
  PARTY_ID_FOREIGN_LETTER: 'The id {value} has letters of another script that look like plain ones.',
  PARTY_ID_SEPARATOR: 'The id {value} has the separator of another kind; probably {suggestion} is meant.',
  PARTY_ID_DUPLICATE: 'The id {value} occurs more than once.',
  PARTY_ID_LOOK_ALIKE: 'The id {value} looks like {other} in the same list.',
} as const satisfies Record<string, string> & Record<PartyIdFindingCode, string>;

/** An English sentence for a finding, for the command line and logs; the window has its own texts per language. */
export function findingText(code: PkiFindingCode, detail: Detail): string {
  return TEXTS[code].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(detail, name) ? String(detail[name]) : '?',
  );
}
