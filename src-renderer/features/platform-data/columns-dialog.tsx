import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { allColumns, usualColumns, type ColumnId, type PagedModule } from './data-columns.tsx';

const Choices = styled('div')({
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fill, minmax(${rem(180)}, 1fr))`,
  gap: `${rem(6)} ${rem(16)}`,
});

interface ColumnsDialogProps {
  readonly module: PagedModule;
  readonly columns: readonly ColumnId[];
  readonly onClose: () => void;
  readonly onChange: (columns: readonly ColumnId[]) => void;
}

/** Which columns the list has; the first, which leads to the object, always stays. */
export function ColumnsDialog({ module, columns, onClose, onChange }: ColumnsDialogProps): ReactNode {
  const t = useT();
  const all = allColumns(module);
  const toggle = (id: ColumnId, on: boolean): void =>
    onChange(all.filter((one) => (one === id ? on : columns.includes(one))));
  return (
    <Dialog
      open
      title={t('dataLists.columns')}
      onClose={onClose}
      onSubmit={onClose}
      actionsAside={
        <Button kind="text" onClick={() => onChange(usualColumns(module))}>
          {t('dataLists.usualColumns')}
        </Button>
      }
      actions={
        <Button kind="primary" submit>
          {t('ui.close')}
        </Button>
      }
    >
      <Choices>
        {all.map((id, at) => (
          <CheckField
            key={id}
            label={t(`platformData.col_${id}`)}
            checked={columns.includes(id)}
            disabled={at === 0}
            onChange={(on) => toggle(id, on)}
          />
        ))}
      </Choices>
    </Dialog>
  );
}
