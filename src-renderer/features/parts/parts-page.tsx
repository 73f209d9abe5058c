import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { setViewSettings, useViewSettings } from '../../platform/view-settings.ts';
import type { ByteRange } from '../../ui/byte-view.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FieldParts } from './parts-forms.tsx';
import { ByteParts, MasterDetailParts, TableParts, TimelineParts } from './parts-lists.tsx';
import {
  ButtonParts,
  DangerParts,
  FindingParts,
  IdParts,
  NoticeParts,
  PinParts,
  StateParts,
  TypeParts,
  ValueParts,
  VerdictParts,
} from './parts-words.tsx';

const Three = styled('div')({
  display: 'grid',
  gap: `${rem(8)} ${rem(32)}`,
  gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(360)}), 1fr))`,
  alignItems: 'start',
  '& > div': { display: 'flex', flexDirection: 'column', gap: rem(12), minWidth: 0 },
});

const SIZES = ['1', '1.5', '2'] as const;

/** Every part of the design system with invented data: what later work builds from, and what a change of look is checked on. */
export function PartsPage(): ReactNode {
  const t = useT();
  const [lit, setLit] = useState<ByteRange | undefined>({ start: 0, end: 30 });
  return (
    <>
      <PageHead title={t('parts.title')} facts={<span>{t('parts.facts')}</span>} actions={<Switches />} />
      <PageBody>
        <Three>
          <div>
            <VerdictParts />
            <IdParts />
            <FindingParts onShowBytes={(start, end) => setLit({ start, end })} />
            <ButtonParts />
            <TypeParts />
          </div>
          <div>
            <NoticeParts />
            <StateParts />
          </div>
          <div>
            <DangerParts />
            <PinParts />
            <ValueParts />
          </div>
        </Three>
        <TimelineParts />
        <TableParts />
        <MasterDetailParts />
        <Three>
          <FieldParts />
          <ByteParts lit={lit} onLit={setLit} />
        </Three>
      </PageBody>
    </>
  );
}

function Switches(): ReactNode {
  const t = useT();
  const { scheme, language, textScale, density } = useViewSettings();
  const size = SIZES.find((entry) => Number(entry) === textScale) ?? '1';
  return (
    <>
      <SegmentedField
        hideLabel
        label={t('parts.scheme')}
        value={scheme}
        onChange={(next) => setViewSettings({ scheme: next })}
        choices={[
          { value: 'system', label: t('parts.system') },
          { value: 'light', label: t('parts.light') },
          { value: 'dark', label: t('parts.dark') },
        ]}
      />
      <SegmentedField
        hideLabel
        label={t('parts.language')}
        value={language}
        onChange={(next) => setViewSettings({ language: next })}
        choices={[
          { value: 'en', label: t('parts.english') },
          { value: 'de', label: t('parts.german') },
          { value: 'pseudo', label: t('parts.pseudo') },
        ]}
      />
      <SegmentedField
        hideLabel
        label={t('parts.density')}
        value={density}
        onChange={(next) => setViewSettings({ density: next })}
        choices={[
          { value: 'compact', label: t('parts.compact') },
          { value: 'normal', label: t('parts.normal') },
          { value: 'roomy', label: t('parts.roomy') },
        ]}
      />
      <SegmentedField
        hideLabel
        label={t('parts.textSize')}
        value={size}
        onChange={(next) => setViewSettings({ textScale: Number(next) })}
        choices={SIZES.map((value) => ({ value, label: t('app.percent', { percent: Number(value) * 100 }) }))}
      />
    </>
  );
}
