/** Why bytes are not DER at the level of tag and length; `offset` is where the offending octet stands. */
export interface DerFault {
  readonly code:
    | 'DER_EMPTY'
    | 'DER_TRUNCATED'
    | 'DER_TRAILING_BYTES'
    | 'DER_LENGTH_INDEFINITE'
    | 'DER_LENGTH_NOT_MINIMAL'
    | 'DER_LENGTH_TOO_LARGE'
    | 'DER_TAG_NOT_MINIMAL'
    | 'DER_TAG_TOO_LARGE'
    | 'DER_TAG_RESERVED'
    | 'DER_CONSTRUCTED_STRING'
    | 'DER_PRIMITIVE_LIST'
    | 'DER_BOOLEAN'
    | 'DER_INTEGER'
    | 'DER_INTEGER_NOT_MINIMAL'
    | 'DER_BIT_STRING'
    | 'DER_NULL'
    | 'DER_OID'
    | 'DER_TOO_DEEP'
    | 'DER_TOO_MANY_ELEMENTS'
    | 'DER_TOO_LARGE';
  readonly offset: number;
}
