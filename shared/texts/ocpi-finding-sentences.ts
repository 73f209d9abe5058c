import type { OcpiFindingCode } from '../domain/ocpi-finding.ts';

/**
 * What each kind of deviation means, in English: what arrived, what the text of OCPI asks, how it was read. The window's
 * English, the command line and reports for partners say the same.
 */
export const ocpiFindingSentences = {
  NOT_AN_OBJECT: 'Something else than an object stands in the list. It is kept as it came; nothing could be read.',
  ID_MISSING: 'The object has no id, so nothing can refer to it. It is kept, but not used.',
  REQUIRED_MISSING: 'A field that the text requires is missing. It was read as not stated.',
  REQUIRED_EMPTY: 'A required field is there but empty. It was read as not stated.',
  TYPE_UNREADABLE: 'The value is of a kind that cannot be read in this field. It was read as not stated.',
  LIST_EXPECTED: 'A single value stands where the text asks for a list. It was read as a list of one.',
  OBJECT_EXPECTED: 'A list of one stands where the text asks for an object. Its only entry was read.',
  STRING_FOR_NUMBER: 'A number is written as text, in quotes. It was read as the number.',
  NUMBER_FOR_STRING: 'A number stands where the text asks for a string. Its digits were read as text.',
  BOOLEAN_AS_TEXT: 'True or false is written as text or number. It was read as what it means.',
  DECIMAL_COMMA:
    'The number is written with a comma, which could also separate thousands; the text asks for a point. It was read as not stated.',
  FRACTION_FOR_INTEGER: 'A fraction stands where the text asks for a whole number. It was read as it is.',
  TIMESTAMP_WITHOUT_ZONE:
    'The time names no zone. OCPI takes it as UTC, and so it was read; local time would be wrong.',
  TIMESTAMP_WITH_OFFSET: 'The time has an offset where the text asks for UTC with a Z. It was converted to UTC.',
  TIMESTAMP_WITH_SPACE: 'A space stands between date and time where the text asks for a T. It was read all the same.',
  TIMESTAMP_EPOCH:
    'The time is a number of seconds or milliseconds since 1970; the text asks for RFC 3339. It was converted.',
  TIMESTAMP_IMPLAUSIBLE:
    'The time lies where nothing can have happened, often a stand-in for none. It was read as unknown.',
  TIMESTAMP_UNREADABLE: 'This is no time in the form that the text asks for. It was read as unknown.',
  FIELD_OF_OTHER_VERSION: 'The field is one of another OCPI version. It was read as its counterpart in this one.',
  UNKNOWN_FIELD: 'The text of this version does not have this field. It is kept as it came and not interpreted.',
  DUPLICATE_FIELD:
    'The same field stands twice in one object; receivers differ on which one counts. The last was read.',
  TOO_LONG: 'The text is longer than its field allows; other receivers may cut or refuse it. It was read in full.',
  ENUM_SPELLING: 'The value is spelt differently from the text, in case or separators. It was read as the value meant.',
  ENUM_UNKNOWN: 'The value is not among those that the text lists. It is shown as it came.',
  ENUM_OF_LATER_VERSION: 'The value exists only in a later OCPI version. It was read as it is.',
  COUNTRY_FORM: 'The country is not a code of three letters as the text asks. It is shown as it came.',
  COORDINATE_FORM: 'The coordinate has not the number of decimals that the text asks for. It was read as it is.',
  COORDINATE_IMPLAUSIBLE: 'The coordinate does not lie on Earth. It is shown as it came.',
  EVSE_ID_FORM: 'The EVSE id does not follow the format of ISO 15118 and the eMI³ standard. It is shown as it came.',
  EVSE_UID_MISSING: 'The EVSE has no uid, so sessions and CDRs cannot refer to it for certain. It was read without.',
  EVSE_UID_TWICE: 'Two EVSEs of one location have the same uid; references to it are ambiguous. Both were read.',
  EVSE_UID_ELSEWHERE:
    'Another location of this party has an EVSE with the same uid, which the text wants unique within the platform. Both were read.',
  NO_EVSES: 'The location lists no EVSE. Nobody can charge there as far as these data say.',
  NO_CONNECTORS: 'The EVSE lists no connector, although the text asks for at least one. It was read without.',
  ZERO_FOR_UNKNOWN: 'Zero stands where zero cannot be, probably for an unknown value. It was read as unknown.',
  POWER_IMPLAUSIBLE:
    'The power does not fit voltage and current; often kW were written where W are asked for. Nothing was corrected.',
  ENERGY_IMPLAUSIBLE:
    'The energy cannot be right; often Wh were written where kWh are asked for. Nothing was corrected.',
  TIME_IMPLAUSIBLE: 'The end lies before the start. Both are shown as they came.',
  TIME_SUM_IMPLAUSIBLE:
    'The hours of the charging periods add up to more than lies between start and end; often minutes, or parking counted twice. Nothing was corrected.',
  VAT_AS_FRACTION:
    'The VAT looks like a fraction, such as 0.19, where the text asks for percent. Nothing was corrected.',
  TAX_INCLUDED_MISSING: 'It is not said whether the prices include taxes. They were read as prices without tax.',
  PRICE_COMPONENT_UNKNOWN:
    'The price component is of a kind that the text does not list; what it charges for is not known.',
  RESTRICTIONS_AS_LIST:
    'The restrictions are a list where the text asks for one object. A list of one is read as it; of a longer one nothing is.',
  STEP_SIZE_ZERO: 'The step size is zero, and nothing can be billed in steps of zero. It was read as 1.',
  CURRENCY_MISSING: 'No currency is stated, so the amounts mean no certain money.',
  TARIFF_NOT_INCLUDED:
    'A charging period refers to a tariff that the CDR does not carry; the price cannot be checked from it alone.',
  NEGATIVE_WITHOUT_CREDIT:
    'The amount is negative, but the CDR does not say that it is a credit. It is shown as it came.',
  CREDIT_WITHOUT_REFERENCE: 'The credit CDR does not name the CDR that it credits. It stands alone.',
  REFERENCE_DIALECT:
    'The field is written as one reference implementation does, not as the text asks. It was read as meant.',
  PARTY_FORM: 'Country and party id are not of two and three letters or digits. They are shown as they came.',
  FEWER_EVSES:
    'The location came with fewer EVSEs in a read of changes than are held of it; perhaps only the changed ones were sent. The earlier version is kept.',
  CHANGED_CDR:
    'The platform now sends other content for a CDR that it had sent before; the text forbids that. Both are kept.',
} as const satisfies Readonly<Record<OcpiFindingCode, string>>;

/** The same of pages and their envelopes: what the client notes while it reads a feed. */
export const ocpiPageSentences = {
  BYTE_ORDER_MARK: 'The answer begins with a byte order mark, which JSON must not have. It was skipped.',
  ENVELOPE_BARE_LIST: 'The answer is a bare list without the envelope of OCPI. It was read as the data.',
  ENVELOPE_BARE_OBJECT: 'The answer is a bare object without the envelope of OCPI. It was read as the data.',
  ENVELOPE_DATA_ONLY: 'The envelope has data but no status_code. It was read as a success.',
  ENVELOPE_ITEMS: 'The answer calls its list items, not data, and has no envelope of OCPI. It was read as the data.',
  ENVELOPE_TIMESTAMP_EPOCH: 'The timestamp of the envelope is a number; the text asks for RFC 3339. It was not used.',
  ENVELOPE_WITHOUT_TIMESTAMP: 'The envelope has no timestamp, although the text requires one.',
  OBJECT_INSTEAD_OF_LIST: 'The feed answered with a single object. It was read as a list of one.',
  OFFSET_IGNORED:
    'The platform ignores offset and sends the same page again; only what a first page holds can be read.',
  LIMIT_IGNORED: 'The platform sent more objects than asked for. All were read.',
  TOTAL_SHRANK: 'X-Total-Count fell while the feed was read. Reading went back as far, so that nothing is skipped.',
  TOTAL_NOT_LISTED:
    'Fewer objects were read than X-Total-Count announced: it counts objects that the platform does not list.',
  CHANGES_MISSED:
    'The whole read differs from the reads of changes before it: it brought objects that they should have brought.',
  REDIRECTED: 'The platform redirected to another address of its own. It was followed, as it is the same host.',
  PAGE_REPEATED: 'The platform sends the same pages in a circle. Reading was ended.',
  LINK_ELSEWHERE: 'The link to the next page leads away from the endpoint. It was not followed; offset was used.',
  LINK_WITHOUT_FILTERS: 'The link to the next page lost the filters of the question. Offset was used instead.',
  WITHOUT_AUTHENTICATION:
    'This endpoint answered without authentication: neither a token nor a client certificate was sent. Open data may be meant so.',
  LINK_REPEATED: 'The link to the next page leads to one that was read already. Offset was used instead.',
} as const;

/** The sentence of a code; of one that another version of the program stored, the code itself. */
export function ocpiFindingSentence(code: string): string {
  const sentences: Readonly<Record<string, string>> = { ...ocpiFindingSentences, ...ocpiPageSentences };
  return sentences[code] ?? code;
}
