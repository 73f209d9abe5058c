import type { ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { PagedModule } from './data-columns.tsx';

interface EmptyListProps {
  readonly module: PagedModule;
  /** Undefined while they are being read. */
  readonly connections: readonly ConnectionRow[] | undefined;
}

/** Why a list has no rows, and what comes next: connect a platform, or read this feed. */
export function EmptyList({ module, connections }: EmptyListProps): ReactNode {
  const t = useT();
  if (connections === undefined || connections.length > 0) {
    const faulty = connections?.find(({ lastFault }) => lastFault !== undefined);
    const [only] = connections ?? [];
    const target = faulty ?? (connections?.length === 1 ? only : undefined);
    const open = (): void =>
      target === undefined
        ? navigate('platforms')
        : navigate('platforms', { id: target.connectionId, name: target.name });
    return (
      <EmptyState
        title={t('platformData.none')}
        text={
          faulty?.lastFault === undefined
            ? t('dataLists.noneRead', { what: t(`platformData.title_${module}`) })
            : t('dataLists.noneFaulty', { code: faulty.lastFault })
        }
        actions={<Button onClick={open}>{t('dataLists.toConnections')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      title={t('dataLists.noConnection')}
      text={t('platformData.noneText')}
      actions={<Button onClick={() => navigate('platforms', { ask: 'add' })}>{t('dataLists.connect')}</Button>}
    />
  );
}
