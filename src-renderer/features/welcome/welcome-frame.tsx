import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useAppStatus } from '../../platform/app-status.ts';
import { setViewSettings, useViewSettings } from '../../platform/view-settings.ts';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { ButtonRow } from '../../ui/button.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

export type WelcomeStep = 1 | 2 | 3 | 4;

const STEPS: readonly { readonly number: WelcomeStep; readonly title: PlainKey; readonly text: PlainKey }[] = [
  { number: 1, title: 'welcome.step1', text: 'welcome.step1Text' },
  { number: 2, title: 'welcome.step2', text: 'welcome.step2Text' },
  { number: 3, title: 'welcome.step3', text: 'welcome.step3Text' },
  { number: 4, title: 'welcome.step4', text: 'welcome.step4Text' },
];

const Page = styled('div')({
  display: 'grid',
  gridTemplateColumns: `minmax(${rem(240)}, ${rem(400)}) minmax(0, 1fr)`,
  flex: '1 0 auto', // all the room that banners leave, more where the step is longer
  '@media (max-width: 56rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
});

const Aside = styled('aside')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(12),
  padding: `${rem(48)} ${rem(40)}`,
  background: look.sunken,
  borderRight: `1px solid ${look.line}`,
  color: look.ink2,
  '.mark': { color: look.accent },
  h1: { ...type.display, color: look.ink, marginTop: rem(16) },
  ol: { listStyle: 'none', margin: `${rem(24)} 0 0`, padding: 0 },
  li: { display: 'flex', gap: rem(16), padding: `${rem(10)} 0`, borderTop: `1px solid ${look.line}` },
  'li > span:first-of-type': { ...type.bodyStrong, color: look.ink3, width: rem(12) },
  'li[aria-current] > span:first-of-type': { color: look.accent },
  strong: { ...type.bodyStrong, display: 'block', color: look.ink2 },
  'li[aria-current] strong': { color: look.ink },
  '.foot': {
    ...type.small,
    marginTop: 'auto',
    color: look.ink3,
    display: 'flex',
    flexDirection: 'column',
    gap: rem(8),
  },
});

const Content = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(16),
  minWidth: 0,
  padding: `${rem(40)} ${rem(56)} ${rem(16)}`,
  maxWidth: rem(1100),
  '@media (max-width: 84rem)': { padding: `${rem(24)} ${rem(32)} ${rem(12)}` },
});

/** The first start stands alone: at the left where one is, at the right the step. */
export function WelcomeFrame(props: { readonly step: WelcomeStep; readonly children: ReactNode }): ReactNode {
  const t = useT();
  const version = useAppStatus((status) => status.version);
  const language = useViewSettings((settings) => settings.language);
  return (
    <Page>
      <Aside>
        <Mark />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('welcome.tagline')}</p>
        </div>
        <ol>
          {STEPS.map(({ number, title, text }) => (
            <li key={number} aria-current={number === props.step ? 'step' : undefined}>
              <span>{number}</span>
              <span>
                <strong>{t(title)}</strong>
                {t(text)}
              </span>
            </li>
          ))}
        </ol>
        <div className="foot">
          <SegmentedField
            hideLabel
            label={t('welcome.language')}
            value={language === 'de' ? 'de' : 'en'}
            choices={[
              { value: 'en', label: t('welcome.english') },
              { value: 'de', label: t('welcome.german') },
            ]}
            onChange={(chosen) => setViewSettings({ language: chosen })}
          />
          <span>{t('welcome.nothingLeaves')}</span>
          {version === '' ? null : <span>{t('welcome.version', { version })}</span>}
        </div>
      </Aside>
      <Content>{props.children}</Content>
    </Page>
  );
}

/** The mark of the product, large. */
function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 24 24" width="2.5rem" height="2.5rem" fill="none" aria-hidden focusable={false}>
      <rect x="1" y="1" width="22" height="22" rx="5" stroke="currentColor" strokeWidth="1.6" />
      <path d="M5.5 8.5h5M5.5 12h6M5.5 15.5h5" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      <circle cx="15" cy="12" r="3" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

const Head = styled('div')({
  h2: { ...type.title },
  p: { color: look.ink2, marginTop: rem(4), maxWidth: '92ch' },
});

export function StepHead({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <Head>
      <h2>{title}</h2>
      <p>{text}</p>
    </Head>
  );
}

/** Buttons of a step: at the bottom, the way out at the left. */
export const StepFoot = styled(ButtonRow)({
  marginTop: 'auto',
  paddingTop: rem(12),
  borderTop: `1px solid ${look.line}`,
  justifyContent: 'flex-end',
  position: 'sticky',
  bottom: 0,
  background: look.surface,
  paddingBottom: rem(8),
  '& > :first-of-type': { marginRight: 'auto' },
});
