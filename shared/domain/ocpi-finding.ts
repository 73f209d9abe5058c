/** One deviation of an object from the text of its version: what arrived, what is asked, how it was read. */
export interface OcpiFinding {
  readonly code: OcpiFindingCode;
  readonly severity: 'note' | 'warn' | 'fail';
  /** JSON path in the object, such as `evses[3].uid`; empty for the object itself. */
  readonly path: string;
  /** What arrived, shortened; never personal data. */
  readonly found?: string;
  readonly wanted?: string;
  readonly readAs?: string;
}

/** Every kind, with its usual severity. `fail`: something cannot be used. A code once shipped is never renamed. */
export const findingSeverity = {
  NOT_AN_OBJECT: 'fail',
  ID_MISSING: 'fail',
  REQUIRED_MISSING: 'warn',
  REQUIRED_EMPTY: 'warn',
  TYPE_UNREADABLE: 'warn',
  LIST_EXPECTED: 'warn',
  OBJECT_EXPECTED: 'warn',
  STRING_FOR_NUMBER: 'warn',
  NUMBER_FOR_STRING: 'warn',
  BOOLEAN_AS_TEXT: 'warn',
  DECIMAL_COMMA: 'warn',
  FRACTION_FOR_INTEGER: 'note',
  TIMESTAMP_WITHOUT_ZONE: 'note',
  TIMESTAMP_WITH_OFFSET: 'note',
  TIMESTAMP_WITH_SPACE: 'warn',
  TIMESTAMP_EPOCH: 'warn',
  TIMESTAMP_IMPLAUSIBLE: 'warn',
  TIMESTAMP_UNREADABLE: 'warn',
  FIELD_OF_OTHER_VERSION: 'warn',
  UNKNOWN_FIELD: 'note',
  DUPLICATE_FIELD: 'warn',
  TOO_LONG: 'note',
  ENUM_SPELLING: 'warn',
  ENUM_UNKNOWN: 'note',
  ENUM_OF_LATER_VERSION: 'note',
  COUNTRY_FORM: 'warn',
  COORDINATE_FORM: 'note',
  COORDINATE_IMPLAUSIBLE: 'warn',
  EVSE_ID_FORM: 'note',
  EVSE_UID_MISSING: 'warn',
  EVSE_UID_TWICE: 'warn',
  EVSE_UID_ELSEWHERE: 'warn',
  NO_EVSES: 'note',
  NO_CONNECTORS: 'note',
  ZERO_FOR_UNKNOWN: 'warn',
  POWER_IMPLAUSIBLE: 'warn',
  ENERGY_IMPLAUSIBLE: 'warn',
  TIME_IMPLAUSIBLE: 'warn',
  TIME_SUM_IMPLAUSIBLE: 'warn',
  VAT_AS_FRACTION: 'warn',
  TAX_INCLUDED_MISSING: 'warn',
  PRICE_COMPONENT_UNKNOWN: 'warn',
  RESTRICTIONS_AS_LIST: 'warn',
  STEP_SIZE_ZERO: 'note',
  CURRENCY_MISSING: 'warn',
  TARIFF_NOT_INCLUDED: 'warn',
  NEGATIVE_WITHOUT_CREDIT: 'warn',
  CREDIT_WITHOUT_REFERENCE: 'warn',
  REFERENCE_DIALECT: 'note',
  PARTY_FORM: 'warn',
  FEWER_EVSES: 'warn',
  CHANGED_CDR: 'fail',
} as const;
export type OcpiFindingCode = keyof typeof findingSeverity;
