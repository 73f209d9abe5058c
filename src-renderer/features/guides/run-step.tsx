import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { GuideMark, GuideRunView, GuideStepView } from '../../../shared/contract/guides.ts';
import { contradicts, type StepState } from '../../../shared/domain/guides.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { placeOf, placeWords, sightVerdicts, sightWords, stepLook } from './guide-words.ts';

const Item = styled('li')({
  display: 'grid',
  gridTemplateColumns: `${rem(28)} minmax(0, 1fr)`,
  gap: `0 ${rem(8)}`,
  padding: `${rem(12)} 0`,
  borderBottom: `1px solid ${look.line}`,
  '.number': { ...type.bodyStrong, color: look.ink3, textAlign: 'right' },
  '.body': { display: 'flex', flexDirection: 'column', gap: rem(6), minWidth: 0 },
  '.head': { display: 'flex', flexWrap: 'wrap', gap: `${rem(4)} ${rem(16)}`, justifyContent: 'space-between' },
  h3: { ...type.bodyStrong, overflowWrap: 'anywhere', '&:focus': { outline: 'none' } },
  '&[data-settled] h3': { color: look.ink2 },
  '.how': { color: look.ink2, maxWidth: '92ch' },
  ul: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: rem(4) },
  '.sights li': { display: 'grid', gridTemplateColumns: `${rem(20)} minmax(0, 1fr)`, overflowWrap: 'anywhere' },
  '.marks': { ...type.small, color: look.ink2 },
  '.marks li': { overflowWrap: 'anywhere' },
  '.quiet': { ...type.small, color: look.ink3 },
  '.against': { color: look.warn.text },
});

interface StepProps {
  readonly step: GuideStepView;
  readonly number: number;
  readonly links: GuideRunView['links'];
  /** Why nobody may say anything of it now; undefined while the run is open and the person may. */
  readonly forbidden: string | undefined;
  readonly ended: boolean;
  readonly onSay: (state: StepState, how: 'at-once' | 'asked' | 'note') => void;
}

/** Where a step's title has to be for the focus to go there. */
export function stepTitleId(step: GuideStepView['step']): string {
  return `guide-step-${step}`;
}

/** One step: what, how, what the console sees of it, where it is done, what was said of it. */
export function RunStep(props: StepProps): ReactNode {
  const t = useT();
  const { step, number, links, forbidden, ended, onSay } = props;
  const settled = step.state !== 'open';
  const [shown, setShown] = useState(false);
  const isShort = settled && !shown;
  const title = t(`guides.what_${step.step}`);
  const { place } = step;
  const against = contradicts(step.state, step.sights);
  return (
    <Item data-settled={settled || undefined}>
      <span className="number">{number}.</span>
      <div className="body" role="group" aria-labelledby={stepTitleId(step.step)}>
        <div className="head">
          <h3 id={stepTitleId(step.step)} tabIndex={-1}>
            {title}
          </h3>
          <StateWord {...stepLook(t, step.state)} />
        </div>
        {isShort ? null : <p className="how">{t(`guides.how_${step.step}`)}</p>}
        {ended || (isShort && !against) ? null : <Seen step={step} />}
        {isShort || step.command === undefined ? null : (
          <p className="quiet">
            {t('guides.command')}: <Mono text={`ocpi-console ${step.command}`} copy={t('guides.command')} />
          </p>
        )}
        <Marks marks={step.marks} />
        <ButtonRow>
          {place === undefined || isShort ? null : (
            <Button small icon="arrow-right" onClick={() => navigate(...placeOf(place, links))}>
              {placeWords(t, place, links)}
            </Button>
          )}
          {ended ? null : settled ? (
            <>
              <Button small disabledReason={forbidden} onClick={() => onSay('open', 'asked')}>
                {t('guides.reopen')}
              </Button>
              <Button small kind="text" expanded={shown} onClick={() => setShown(!shown)}>
                {t(shown ? 'guides.hideDetails' : 'guides.details')}
              </Button>
            </>
          ) : (
            <>
              <Button
                small
                icon="check"
                disabledReason={forbidden}
                onClick={() => onSay('done', contradicts('done', step.sights) ? 'asked' : 'at-once')}
              >
                {t('guides.done')}
              </Button>
              <Button small disabledReason={forbidden} onClick={() => onSay('not-needed', 'asked')}>
                {t('guides.notNeeded')}
              </Button>
              <Button small kind="text" disabledReason={forbidden} onClick={() => onSay(step.state, 'note')}>
                {t('guides.addNote')}
              </Button>
            </>
          )}
          {ended && isShort ? (
            <Button small kind="text" expanded={shown} onClick={() => setShown(!shown)}>
              {t('guides.details')}
            </Button>
          ) : null}
        </ButtonRow>
      </div>
    </Item>
  );
}

function Seen({ step }: { readonly step: GuideStepView }): ReactNode {
  const t = useT();
  if (step.sights.length === 0) return <p className="quiet">{t('guides.seesNothing')}</p>;
  return (
    <ul className="sights" aria-label={t('guides.sees')}>
      {step.sights.map((one, index) => (
        <li key={`${one.code} ${index}`}>
          <StateWord verdict={sightVerdicts[one.state]} word="" />
          <SafeText text={sightWords(t, one)} />
        </li>
      ))}
    </ul>
  );
}

function Marks({ marks }: { readonly marks: readonly GuideMark[] }): ReactNode {
  const t = useT();
  if (marks.length === 0) return null;
  return (
    <ul className="marks" aria-label={t('guides.history')}>
      {marks.map(({ at, by, state, note, seen }, index) => (
        <li key={index}>
          <UtcDate date={new Date(at)} relative={false} /> <SafeText text={by} />: {t(`guides.state_${state}`)}
          {note === '' ? null : (
            <>
              {' – '}
              <SafeText text={note.replaceAll(/\s*\n\s*/gu, ' / ')} />
            </>
          )}
          {contradicts(state, seen) ? <span className="against"> {t('guides.against')}</span> : null}
        </li>
      ))}
    </ul>
  );
}
