import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';

interface DataHeadProps {
  readonly title: string;
  readonly canExport: boolean;
  /** Rows of it belong to drivers. */
  readonly isPersonal: boolean;
  readonly onAsk: (what: 'columns' | 'export' | 'person' | 'save-view') => void;
  /** Undefined where the list is at no saved view. */
  readonly onDropView: (() => void) | undefined;
}

/** The list's name and what can be done with all of it. */
export function DataHead({ title, canExport, isPersonal, onAsk, onDropView }: DataHeadProps): ReactNode {
  const t = useT();
  const forbidden = useMayCall('platformData.export');
  const noView = useMayCall('platformData.saveView');
  const noPerson = useMayCall('platformData.person');
  return (
    <PageHead
      title={title}
      actions={
        <>
          <MenuButton
            items={[
              { label: t('ui.saveView'), icon: 'save', disabledReason: noView, onSelect: () => onAsk('save-view') },
              ...(onDropView === undefined
                ? []
                : [{ label: t('ui.dropView'), icon: 'x' as const, disabledReason: noView, onSelect: onDropView }]),
              ...(isPersonal
                ? [
                    {
                      label: t('dataLists.person'),
                      icon: 'user' as const,
                      disabledReason: noPerson,
                      onSelect: () => onAsk('person'),
                    },
                  ]
                : []),
            ]}
          />
          <Button icon="columns-3" keys="C" onClick={() => onAsk('columns')}>
            {t('dataLists.columns')}
          </Button>
          <Button
            icon="download"
            keys="E"
            disabledReason={forbidden ?? (canExport ? undefined : t('dataLists.nothingToExport'))}
            onClick={() => onAsk('export')}
          >
            {t('dataLists.export')}
          </Button>
        </>
      }
    />
  );
}
