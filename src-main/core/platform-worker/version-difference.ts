import type { JsonChange } from '../../../shared/contract/platform-data.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { type DifferenceSide, jsonDifference } from '../ocpi/read/json-difference.ts';
import { maskPersonal, personalSpots } from '../ocpi/read/personal-spots.ts';
import { parseExactly } from '../ocpi/read/read-object.ts';

/** What changed between two kept texts of an object, personal data masked; undefined where one of them is no JSON. */
export function versionDifference(
  module: FeedModule,
  older: Uint8Array,
  newer: Uint8Array,
): readonly JsonChange[] | undefined {
  try {
    return jsonDifference(sideOf(module, older), sideOf(module, newer), maskPersonal);
  } catch {
    // No JSON, or nested deeper than it can be walked.
    return undefined;
  }
}

function sideOf(module: FeedModule, bytes: Uint8Array): DifferenceSide {
  const text = Buffer.from(bytes).toString('utf8');
  return { json: parseExactly(text), personal: new Set(personalSpots(module, text).map(({ path }) => path)) };
}
