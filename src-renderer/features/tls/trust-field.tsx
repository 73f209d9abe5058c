import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { sourcesOfFiles } from '../inspection/index.ts';

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  ul: { listStyle: 'none', margin: 0, padding: 0 },
  li: { display: 'flex', alignItems: 'center', gap: rem(8), borderBottom: `1px solid ${look.line}` },
  'li > span': { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
});

interface TrustFieldProps {
  readonly sources: readonly InputSource[] | undefined;
  readonly onChange: (sources: readonly InputSource[] | undefined) => void;
}

/** Whom to trust: the anchors of the workspace, or only those in files that are chosen here. */
export function TrustField({ sources, onChange }: TrustFieldProps): ReactNode {
  const t = useT();
  const [tooMuch, setTooMuch] = useState(false);
  const take = async (files: readonly File[]): Promise<void> => {
    const read = await sourcesOfFiles(files);
    const failed = 'code' in read;
    setTooMuch(failed);
    if (!failed) onChange([...(sources ?? []), ...read].slice(0, 100));
  };
  return (
    <Root>
      <CheckField
        label={t('tls.otherTrust')}
        checked={sources !== undefined}
        onChange={(on) => onChange(on ? [] : undefined)}
      />
      {sources === undefined ? null : (
        <>
          <DropZone text={t('tls.trustDrop')} multiple onFiles={(files) => void take(files)} />
          {tooMuch ? <span role="alert">{t('errors.INPUT_TOO_LARGE_next')}</span> : null}
          <ul aria-label={t('tls.otherTrust')}>
            {sources.map((source, index) => (
              <li key={`${source.name} ${index}`}>
                <SafeText text={source.name} />
                <IconButton
                  icon="x"
                  label={t('tls.dropTrust', { name: source.name })}
                  onClick={() => onChange(sources.filter((_, at) => at !== index))}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Root>
  );
}
