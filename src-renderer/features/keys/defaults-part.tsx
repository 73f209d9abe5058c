import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { GroupDefaults } from '../../../shared/contract/keys.ts';
import { formatDistinguishedName } from '../../../shared/domain/distinguished-name.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IdChips } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { algorithmName, isRsa, typedIds } from './key-words.ts';

const Padded = styled('div')({ paddingTop: rem(4) });

/** What the next generation and CSR start from. */
export function DefaultsPart(props: { readonly defaults: GroupDefaults; readonly onEdit: () => void }): ReactNode {
  const t = useT();
  const { defaults } = props;
  const ids = typedIds(defaults.ids);
  return (
    <Section
      title={t('keys.defaults')}
      aside={
        <Button kind="text" small icon="pen-line" onClick={props.onEdit}>
          {t('keys.editDefaults')}
        </Button>
      }
    >
      <Padded>
        <Facts
          facts={[
            { label: t('keys.speaksFor'), value: ids.length === 0 ? null : <IdChips ids={ids} showKind /> },
            {
              label: t('keys.validityAndOverlap'),
              value: t('keys.daysFact', { validity: defaults.validityDays, overlap: defaults.overlapDays }),
            },
            {
              label: t('keys.subject'),
              value:
                defaults.subject.length === 0 ? null : <SafeText text={formatDistinguishedName(defaults.subject)} />,
            },
            {
              label: t('keys.sanLabel'),
              value:
                defaults.san.length === 0 ? null : (
                  <SafeText text={defaults.san.map(({ kind, value }) => `${kind}:${value}`).join(', ')} />
                ),
            },
            {
              label: t('keys.algorithm'),
              value: isRsa(defaults.algorithm)
                ? `${algorithmName(defaults.algorithm)}, ${t(`keys.padding_${defaults.padding}`)}`
                : algorithmName(defaults.algorithm),
            },
            { label: t('keys.encoding'), value: t(`keys.encoding_${defaults.encoding}`) },
          ]}
        />
      </Padded>
    </Section>
  );
}
