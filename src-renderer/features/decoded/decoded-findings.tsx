import { Fragment, type ReactNode } from 'react';
import type { DecodedFinding } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, textParts } from '../../locales/translate.ts';
import type { FindingData } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import type { Verdict } from '../../ui/tone.ts';

const VERDICT: Readonly<Record<DecodedFinding['severity'], Verdict>> = { error: 'fail', warning: 'warn', info: 'info' };

/** What a sentence is made from. */
type Told = Pick<DecodedFinding, 'code' | 'message' | 'offset' | 'values'>;

/** The sentence of a finding in the window's language; core's English one where this window has none for the code. */
export function FindingText({ finding }: { readonly finding: Told }): ReactNode {
  const t = useT();
  const key = [`decoded.finding_${finding.code}`, `csrs.finding_${finding.code}`].find(isTextKey);
  if (key === undefined) return <SafeText text={finding.message} />;
  return textParts(t.language, key, undefined).map((part, index) => {
    if (typeof part === 'string') return <Fragment key={index}>{part}</Fragment>;
    const value = finding.values?.[part.name] ?? (part.name === 'offset' ? (finding.offset ?? undefined) : undefined);
    return value === undefined ? (
      <Fragment key={index}>–</Fragment>
    ) : (
      <SafeText key={index} text={typeof value === 'number' ? value.toLocaleString(t.locale) : value} />
    );
  });
}

/** Findings of decoded bytes as the list of findings shows them, with the bytes each is about. */
export function decodedFindings(findings: readonly DecodedFinding[]): readonly FindingData[] {
  return findings.map((finding): FindingData => {
    const { offset, end } = finding;
    return {
      verdict: VERDICT[finding.severity],
      sentence: <FindingText finding={finding} />,
      code: finding.code,
      ...(offset === null ? {} : { bytes: { start: offset, end: end ?? offset + 1 } }),
    };
  });
}
