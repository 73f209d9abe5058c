import { Fragment, type ReactNode } from 'react';
import type { CheckView } from '../../../shared/contract/request-checks.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, textParts, type Translate } from '../../locales/translate.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import type { Verdict } from '../../ui/tone.ts';

const VERDICT = { pass: 'pass', warn: 'warn', fail: 'fail', 'not-applicable': 'notApplicable' } as const;

/** The verdict of a check as chips and counts know it. */
export function checkVerdict(verdict: CheckView['verdict']): Verdict {
  return VERDICT[verdict];
}

/** How many results have each verdict. */
export function countVerdicts(results: readonly CheckView[]) {
  const of = (verdict: CheckView['verdict']): number => results.filter((one) => one.verdict === verdict).length;
  return { fail: of('fail'), warn: of('warn'), pass: of('pass'), notApplicable: of('not-applicable') };
}

/** What a check asks. */
export function checkTitle(t: Translate, { code }: Pick<CheckView, 'code'>): string {
  return t(`checks.title_${code}`);
}

/** What a check found, in the window's language. Its values may come from outside and are drawn as such. */
export function CheckSentence({ result }: { readonly result: CheckView }): ReactNode {
  const t = useT();
  const { more } = result.values;
  const key = `checks.${result.reason}`;
  return (
    <>
      {/* A core that is newer than this window may have a reason that has no words here. */}
      {isTextKey(key)
        ? textParts(t.language, key, undefined).map((part, index) => (
            <Fragment key={index}>
              {typeof part === 'string' ? part : <Value name={part.name} value={result.values[part.name]} />}
            </Fragment>
          ))
        : result.reason}
      {typeof more === 'number' ? ` ${t('requests.moreAlike', { count: more })}` : null}
    </>
  );
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u;

function Value({ name, value }: { readonly name: string; readonly value: string | number | undefined }): ReactNode {
  const t = useT();
  if (value === undefined || value === '') return '–';
  if (typeof value === 'number') return value.toLocaleString(t.locale);
  if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return <UtcDate date={new Date(value)} relative={false} />;
  // Lists of ids and purposes are words of ours: their names are codes.
  const word = name === 'list' ? `decoded.${value}` : name === 'purpose' ? `keys.purpose_${value}` : '';
  return isTextKey(word) ? t(word as 'decoded.partyIds') : <SafeText text={value} />; // none of these has values
}
