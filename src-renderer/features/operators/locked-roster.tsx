import type { ReactNode } from 'react';
import type { RosterView } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Prose, Section } from '../../ui/section.tsx';
import { HistoryPart } from './history-part.tsx';
import { troubleText } from './operator-words.ts';

/** A roster that does not hold: what is wrong, what to do, and the entries that still do. */
export function LockedRoster({ roster }: { readonly roster: RosterView }): ReactNode {
  const t = useT();
  return (
    <>
      <PageHead title={t('operators.title')} />
      <PageBody>
        <Section title={t('operators.lockedTitle')}>
          <Banner verdict="fail" text={troubleText(t, roster.trouble)} />
          <Prose>{t('operators.lockedAbout')}</Prose>
          <Prose>{t('operators.lockedDo')}</Prose>
        </Section>
        <HistoryPart />
      </PageBody>
    </>
  );
}
