import { Fragment, type ReactNode } from 'react';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, textParts, type Translate } from '../../locales/translate.ts';
import type { FieldFinding } from '../../ui/field.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import type { Verdict } from '../../ui/tone.ts';

const VERDICT: Readonly<Record<SpecFinding['level'], Verdict>> = { fail: 'fail', warn: 'warn', note: 'info' };

export function findingVerdict({ level }: Pick<SpecFinding, 'level'>): Verdict {
  return VERDICT[level];
}

/** Codes whose sentence differs by who speaks: the builder of our own CSR or the reader of any. */
function textKeyOf(code: string): string {
  const key = `csrs.finding_${code}`;
  return isTextKey(key) ? key : 'csrs.findingOther';
}

/** The sentence of a finding in the current language; values come from outside and are shown as such. */
export function FindingSentence({ finding }: { readonly finding: SpecFinding }): ReactNode {
  const t = useT();
  const values: Readonly<Record<string, string | number | undefined>> = {
    ...finding.values,
    ...(finding.value === undefined ? {} : { value: finding.value }),
    ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
    code: finding.code,
  };
  const numbers = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 });
  return textParts(t.language, textKeyOf(finding.code), undefined).map((part, index) => {
    if (typeof part === 'string') return <Fragment key={index}>{part}</Fragment>;
    const value = values[part.name];
    if (value === undefined) return <Fragment key={index}>–</Fragment>;
    return typeof value === 'number' ? (
      <Fragment key={index}>{numbers.format(value)}</Fragment>
    ) : (
      <SafeText key={index} text={value} />
    );
  });
}

/** A finding as a field shows it; with `onUse` its suggestion is one click away. */
export function fieldFinding(t: Translate, finding: SpecFinding, onUse?: (suggestion: string) => void): FieldFinding {
  const { suggestion } = finding;
  return {
    verdict: findingVerdict(finding),
    text: <FindingSentence finding={finding} />,
    ...(suggestion === undefined || onUse === undefined
      ? {}
      : { fix: { label: t('csrs.useSuggestion', { suggestion }), onFix: () => onUse(suggestion) } }),
  };
}

/** Findings of one place of the form. */
export function findingsAt(findings: readonly SpecFinding[], path: string): readonly SpecFinding[] {
  return findings.filter((finding) => finding.path === path);
}
