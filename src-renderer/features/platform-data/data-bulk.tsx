import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';
import { BulkBar } from '../../ui/bulk-bar.tsx';
import { Button } from '../../ui/button.tsx';

/** As the contract has it: more go by a filter. */
const MOST = 10_000;

interface DataBulkProps {
  readonly count: number;
  readonly isAll: boolean;
  readonly onExport: () => void;
  readonly onClear: () => void;
}

/** What can be done with the rows that are selected. */
export function DataBulk({ count, isAll, onExport, onClear }: DataBulkProps): ReactNode {
  const t = useT();
  const forbidden = useMayCall('platformData.export');
  const tooMany = !isAll && count > MOST ? t('dataLists.tooMany', { most: MOST }) : undefined;
  return (
    <BulkBar
      count={count}
      {...(isAll ? { note: t('dataLists.allMatching') } : {})}
      onClear={onClear}
      actions={
        <Button small icon="download" keys="E" disabledReason={forbidden ?? tooMany} onClick={onExport}>
          {t('dataLists.export')}
        </Button>
      }
    />
  );
}
