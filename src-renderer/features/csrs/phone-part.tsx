import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { look, MONO, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import type { CsrDetail } from './use-csr.ts';

const PER_LINE = 4;

const Grid = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fill, minmax(${rem(118)}, 1fr))`,
  gap: `${rem(4)} ${rem(12)}`,
  li: { display: 'flex', gap: rem(6), alignItems: 'baseline' },
  'li > span': { ...type.small, color: look.ink3, minWidth: rem(18), textAlign: 'right' },
  'li > b': { fontFamily: MONO, fontWeight: 500 },
});

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(10), paddingTop: rem(8) });

/** The key's fingerprint so that two people can compare it over the phone: numbered words, and groups of digits. */
export function PhonePart({ detail }: { readonly detail: CsrDetail }): ReactNode {
  const t = useT();
  const { spkiWords, spkiGroups } = detail;
  const lines: string[] = [];
  for (let at = 0; at < spkiWords.length; at += PER_LINE) lines.push(spkiWords.slice(at, at + PER_LINE).join(' '));
  const numbered = (items: readonly string[]): ReactNode =>
    items.map((item, at) => (
      <li key={at}>
        <span aria-hidden>{at + 1}</span>
        <b>{item}</b>
      </li>
    ));
  return (
    <Section
      title={t('csrs.phone')}
      aside={
        <>
          <CopyButton what={t('csrs.phoneWords')} text={lines.join('\n')} />
          <span>{t('csrs.spkiSha256')}</span>
        </>
      }
    >
      <Stack>
        <Prose>{t('csrs.phoneText')}</Prose>
        <Grid aria-label={t('csrs.phoneWords')}>{numbered(spkiWords)}</Grid>
        <Grid aria-label={t('csrs.phoneGroups')}>{numbered(spkiGroups)}</Grid>
      </Stack>
    </Section>
  );
}
