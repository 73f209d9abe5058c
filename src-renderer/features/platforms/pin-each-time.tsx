import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { SafeText } from '../../ui/safe-text.tsx';

/** What it means that the key of a connection signs no handshake without its PIN. */
export function PinEachTime({ identity }: Pick<Connection, 'identity'>): ReactNode {
  const t = useT();
  if (identity?.pinPerSignature !== true) return null;
  const { keyGroupId: group, generation } = identity;
  return <Banner verdict="warn" text={<SafeText text={t('platforms.pinEachTime', { group, generation })} />} />;
}
