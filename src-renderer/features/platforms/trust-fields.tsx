import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourcesOfFiles } from '../inspection/index.ts';
import type { FormPart } from './connection-fields.tsx';

const Trusted = styled('ul')({
  ...type.small,
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: { display: 'flex', alignItems: 'center', gap: rem(8), minHeight: rem(30), borderTop: `1px solid ${look.line}` },
  'li > span': { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
});

const MOST_FILES = 20;

/** Whom to believe to be the platform. There is no way to believe everybody. */
export function TrustFields(props: FormPart & { readonly trusted: Connection['trusted'] }): ReactNode {
  const t = useT();
  const { form, change, trusted } = props;
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const files = form.trustFiles;
  const take = async (chosen: readonly File[]): Promise<void> => {
    const read = await sourcesOfFiles(chosen);
    setTooMuch('code' in read ? read : undefined);
    if (!('code' in read)) change({ trustFiles: [...files, ...read].slice(0, MOST_FILES) });
  };
  return (
    <>
      <SegmentedField
        label={t('platforms.trust')}
        hint={t(`platforms.trustHint_${form.trust}`)}
        value={form.trust}
        choices={(['system', 'ca', 'pinned'] as const).map((value) => ({
          value,
          label: t(`platforms.trust_${value}`),
        }))}
        onChange={(trust) => change({ trust })}
      />
      {form.trust === 'pinned' ? (
        <TextField
          label={t('platforms.pin')}
          required
          mono
          maxLength={120}
          value={form.pin}
          onChange={(pin) => change({ pin })}
        />
      ) : null}
      {form.trust === 'ca' ? (
        <>
          <DropZone text={t('platforms.trustDrop')} multiple onFiles={(chosen) => void take(chosen)} />
          {tooMuch === undefined ? null : <FaultNote fault={tooMuch} />}
          <Trusted aria-label={t('platforms.trusted')}>
            {files.length > 0
              ? files.map(({ name }, at) => (
                  // Two files may have one name.
                  <li key={`${at} ${name}`}>
                    <span>
                      <SafeText text={name} />
                    </span>
                    <IconButton
                      icon="x"
                      label={t('platforms.dropTrustFile', { name })}
                      onClick={() => change({ trustFiles: files.filter((_, index) => index !== at) })}
                    />
                  </li>
                ))
              : trusted.map(({ sha256, subject }) => (
                  <li key={sha256}>
                    <span>
                      <SafeText text={subject} />
                    </span>
                  </li>
                ))}
          </Trusted>
          {files.length > 0 && trusted.length > 0 ? t('platforms.trustReplaced') : null}
        </>
      ) : null}
    </>
  );
}
