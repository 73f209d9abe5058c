import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { DENSITIES, SCHEMES, setViewSettings, TEXT_SCALES, useViewSettings } from '../../platform/view-settings.ts';
import { SegmentedField, SelectField } from '../../ui/choice-fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Form, PageBody, Prose } from '../../ui/section.tsx';

/** Language, look, density, text size: applied at once, kept on this computer, no business of core's. */
export function LookSection(): ReactNode {
  const t = useT();
  const view = useViewSettings();
  const scale = TEXT_SCALES.find((step) => step === view.textScale) ?? 1;
  return (
    <>
      <PageHead title={t('settings.look')} />
      <PageBody>
        <Prose>{t('settings.lookLong')}</Prose>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          <SegmentedField
            label={t('settings.language')}
            value={view.language === 'de' ? 'de' : 'en'}
            choices={[
              { value: 'en', label: t('welcome.english') },
              { value: 'de', label: t('welcome.german') },
            ]}
            onChange={(language) => setViewSettings({ language })}
          />
          <SegmentedField
            label={t('settings.theme')}
            value={view.scheme}
            choices={SCHEMES.map((value) => ({ value, label: t(`settings.theme_${value}`) }))}
            onChange={(scheme) => setViewSettings({ scheme })}
          />
          <SegmentedField
            label={t('settings.density')}
            hint={t('settings.densityHint')}
            value={view.density}
            choices={DENSITIES.map((value) => ({ value, label: t(`settings.density_${value}`) }))}
            onChange={(density) => setViewSettings({ density })}
          />
          <SelectField
            label={t('settings.textSize')}
            hint={t('settings.textSizeHint')}
            value={String(scale)}
            choices={TEXT_SCALES.map((step) => ({
              value: String(step),
              label: t('app.percent', { percent: Math.round(step * 100) }),
            }))}
            onChange={(step) => setViewSettings({ textScale: Number(step) })}
          />
        </Form>
      </PageBody>
    </>
  );
}
