import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { StateWord, VerdictChip } from '../../ui/verdict-chip.tsx';

/** A key that lies in software is marked wherever it appears. */
export function SoftwareMark(): ReactNode {
  const t = useT();
  return <VerdictChip verdict="info" icon="hard-drive" word={t('keys.software')} />;
}

/** A token in a row of a list: software stands before its name, so that it is never what is cut. */
export function TokenWord(props: { readonly label: string | undefined; readonly software: boolean }): ReactNode {
  const t = useT();
  if (props.label === undefined) return '–';
  return (
    <>
      {props.software ? <StateWord verdict="info" icon="hard-drive" word={t('keys.softwareShort')} /> : null}{' '}
      <SafeText text={props.label} />
    </>
  );
}
