import type { DecodedFinding } from '../../../shared/contract/pki-facts.ts';
import type { DecodedInput } from './decode-messages.ts';

/** What an object costs beside its texts, about; also keeps a list of empty things from weighing nothing. */
const OBJECT = 200;
/** A text with any character above U+00FF takes two octets each. */
const CHARACTER = 2;

/**
 * About how many octets a decoded document holds in memory: its bytes, and the texts that were made of them. A few octets of
 * a hostile document can be a finding of some hundred, so its bytes alone say little.
 */
export function weightOf(item: DecodedInput): number {
  const { der, source, title, keyGroupId = '', partyIds, subCpoIds, subEmspIds, wrapping, findings } = item;
  // Ids stand in the item, in the row of the list and in the text that is searched.
  const ids = 3 * (textsOf(partyIds) + textsOf(subCpoIds) + textsOf(subEmspIds));
  const texts = CHARACTER * 3 * (source.length + title.length + keyGroupId.length) + ids;
  const listing = item.listing === undefined ? 0 : 3 * OBJECT + CHARACTER * item.listing.search.length + ids;
  return 3 * OBJECT + der.length + texts + listing + findingsOf(wrapping) + findingsOf(findings);
}

function textsOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + 16 + CHARACTER * text.length, 0);
}

function findingsOf(findings: readonly DecodedFinding[]): number {
  return findings.reduce((sum, { message, field }) => sum + OBJECT + CHARACTER * (message.length + field.length), 0);
}
