import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { GuideRunRow } from '../../../shared/contract/guides.ts';
import { guideIds } from '../../../shared/domain/guides.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate, replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { aboutOfRoute, runLook } from './guide-words.ts';
import { StartDialog } from './start-dialog.tsx';

const Rows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    gap: `${rem(2)} ${rem(16)}`,
    alignItems: 'center',
    padding: `${rem(8)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
  '.what': { ...type.bodyStrong, overflowWrap: 'anywhere' },
  '.more': { ...type.small, color: look.ink2, overflowWrap: 'anywhere', maxWidth: '92ch' },
});

const PAGE = 50;

/** What is under way first, then what there is for which case, then what has ended. */
export function GuidesList({ params }: { readonly params: Readonly<Record<string, string>> }): ReactNode {
  const t = useT();
  const mayStart = useMayCall('guides.start');
  const [ended, setEnded] = useState(PAGE);
  const wanted = guideIds.find((id) => id === params['start']);
  const query = useCoreQuery('audit', ['guides.list', ended], (core) => core.guides.list({ offset: 0, limit: ended }));
  const rows = query.data?.rows ?? [];
  const past = rows.filter(({ state }) => state !== 'open');
  const about = aboutOfRoute(params);
  return (
    <>
      <PageHead title={t('guides.title')} />
      <PageBody>
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {query.data === undefined && query.error === null ? <LoadingState what={t('guides.theRuns')} /> : null}
        {query.data === undefined ? null : (
          <Section title={t('guides.open')}>
            {query.data.open === 0 ? <Prose>{t('guides.noneOpen')}</Prose> : null}
            <Rows>
              {rows
                .filter(({ state }) => state === 'open')
                .map((run) => (
                  <RunRow key={run.runId} run={run} />
                ))}
            </Rows>
          </Section>
        )}
        <Section title={t('guides.offered')}>
          <Prose>{t('guides.offeredText')}</Prose>
          <Rows>
            {guideIds.map((id) => (
              <li key={id}>
                <span>
                  <span className="what">{t(`guides.guide_${id}`)}</span>
                  <br />
                  <span className="more">{t(`guides.when_${id}`)}</span>
                </span>
                <span />
                <StartButton
                  label={t('guides.startNamed', { guide: t(`guides.guide_${id}`) })}
                  forbidden={mayStart}
                  onStart={() => replaceParams({ start: id })}
                />
              </li>
            ))}
          </Rows>
        </Section>
        {past.length === 0 ? null : (
          <Section title={t('guides.ended')}>
            <Rows>
              {past.map((run) => (
                <RunRow key={run.runId} run={run} />
              ))}
            </Rows>
            {query.data !== undefined && query.data.total > rows.length && ended < 500 ? (
              <Button onClick={() => setEnded(Math.min(500, ended + 150))}>{t('guides.showMore')}</Button>
            ) : null}
          </Section>
        )}
      </PageBody>
      {wanted === undefined ? null : (
        <StartDialog
          key={wanted}
          guide={wanted}
          {...(about === undefined ? {} : { about, name: params['name'] ?? '' })}
          forbidden={mayStart}
          onClose={() => replaceParams({})}
          onStarted={(runId) => navigate('guides', { run: runId })}
        />
      )}
    </>
  );
}

function StartButton(props: {
  readonly label: string;
  readonly forbidden: string | undefined;
  readonly onStart: () => void;
}): ReactNode {
  const t = useT();
  return (
    <span role="group" aria-label={props.label}>
      <Button small disabledReason={props.forbidden} onClick={props.onStart}>
        {t('guides.start')}
      </Button>
    </span>
  );
}

function RunRow({ run }: { readonly run: GuideRunRow }): ReactNode {
  const t = useT();
  const title = t(`guides.guide_${run.guide}`);
  return (
    <li>
      <span>
        <span className="what">
          {title}
          {run.aboutName === '' ? null : (
            <>
              {': '}
              <SafeText text={run.aboutName} />
            </>
          )}
        </span>
        <br />
        <span className="more">
          <RelativeDate date={new Date(run.startedAt)} /> ·{' '}
          <SafeText text={t('guides.startedBy', { name: run.startedBy })} /> ·{' '}
          {t('guides.progress', { done: run.settled, count: run.steps })}
        </span>
      </span>
      <StateWord {...runLook(t, run.state)} />
      <span role="group" aria-label={`${title} ${run.aboutName}`}>
        <Button small onClick={() => navigate('guides', { run: run.runId })}>
          {t('guides.openRun')}
        </Button>
      </span>
    </li>
  );
}
