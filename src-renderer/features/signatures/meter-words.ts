import type { MeterSessionView } from '../../../shared/contract/signed-meter.ts';
import type { FindingData } from '../../ui/finding.tsx';
import type { Verdict } from '../../ui/tone.ts';
import type { Translate } from '../../locales/translate.ts';

type MeterVerdict = MeterSessionView['verdict'];
type SignatureVerdict = MeterSessionView['records'][number]['signature'];

/** Unsupported and unchecked are neither green nor red. */
export const toneOfMeter: Readonly<Record<MeterVerdict, Verdict>> = {
  MALFORMED: 'fail',
  UNSUPPORTED: 'unknown',
  NO_KEY: 'unknown',
  INVALID_KEY: 'fail',
  KEY_MISMATCH: 'fail',
  INVALID_SIGNATURE: 'fail',
  INCOMPLETE: 'warn',
  RULE_VIOLATION: 'fail',
  VALID_EXTENSION: 'pass',
  VALID: 'pass',
};

export const toneOfSignature: Readonly<Record<SignatureVerdict, Verdict>> = {
  valid: 'pass',
  invalid: 'fail',
  'no-key': 'unknown',
  'bad-key': 'fail',
  'key-mismatch': 'fail',
  unsupported: 'unknown',
  malformed: 'fail',
  'not-checked': 'unknown',
};

/** A session's reasons as findings: rules that are broken first. One of several records is named. */
export function meterFindings(t: Translate, { findings, records }: MeterSessionView): readonly FindingData[] {
  return findings.map(({ code, severity, record, found, wanted }) => {
    const sides = [
      found === undefined ? undefined : t('signatures.found', { text: found }),
      wanted === undefined ? undefined : t('signatures.wanted', { text: wanted }),
      record === undefined || records.length < 2 ? undefined : t('signatures.inRecord', { record: record + 1 }),
    ].filter((side) => side !== undefined);
    return {
      verdict: severity === 'violation' ? 'fail' : 'warn',
      sentence: t(`signatures.finding_${code}`),
      ...(sides.length === 0 ? {} : { reason: sides.join(' · ') }),
      code,
    };
  });
}
