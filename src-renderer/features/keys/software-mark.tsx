import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';

/** A key that lies in software is marked wherever it appears. */
export function SoftwareMark(): ReactNode {
  const t = useT();
  return <VerdictChip verdict="info" icon="hard-drive" word={t('keys.software')} />;
}
