import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import type { ListView } from '../lists/list-view.ts';
import type { PagedModule } from './data-columns.tsx';
import { amountOf, filtersOf, kindOf, STATES, type FilterName } from './data-filter.ts';
import { partnersOf } from './filter-words.ts';

const Fields = styled('div')({
  display: 'grid',
  gridTemplateColumns: `repeat(auto-fill, minmax(${rem(200)}, 1fr))`,
  gap: `${rem(12)} ${rem(16)}`,
});

const MOST = 200;

interface FilterDialogProps {
  readonly module: PagedModule;
  readonly filters: ListView['filters'];
  readonly connections: readonly ConnectionRow[];
  readonly onClose: () => void;
  readonly onApply: (filters: ListView['filters']) => void;
}

/** Every filter that the list has. */
export function FilterDialog({ module, filters, connections, onClose, onApply }: FilterDialogProps): ReactNode {
  const t = useT();
  const [asked, setAsked] = useState(filters);
  const set = (name: FilterName, value: string): void => setAsked({ ...asked, [name]: value });
  const isWrong = (name: FilterName): boolean =>
    kindOf(name) === 'amount' && (asked[name] ?? '').trim() !== '' && amountOf(asked[name] ?? '') === undefined;
  const names = filtersOf(module);
  const apply = (): void => {
    if (names.some(isWrong)) return;
    const stated = Object.entries(asked).filter(([, value]) => value.trim() !== '' && value !== 'all');
    onApply(Object.fromEntries(stated.map(([name, value]) => [name, value.trim()])));
  };
  const choicesOf = (name: FilterName): readonly { readonly value: string; readonly label: string }[] => {
    switch (kindOf(name)) {
      case 'connection':
        return connections.map(({ connectionId, name: label }) => ({ value: connectionId, label }));
      case 'partner':
        return partnersOf(connections).map(({ partnerId, name: label }) => ({ value: partnerId, label }));
      case 'state':
        return STATES.map((value) => ({ value, label: t(`platformData.state_${value}`) }));
      case 'yes-no':
        return [
          { value: 'yes', label: t('platformData.yes') },
          { value: 'no', label: t('platformData.no') },
        ];
      case 'day':
      case 'amount':
      case 'text':
        return [];
    }
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('dataLists.filters')}
      onClose={onClose}
      onSubmit={apply}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="filter" submit>
            {t('dataLists.apply')}
          </Button>
        </>
      }
    >
      <Fields>
        {names.map((name) => {
          const label = t(`dataLists.filter_${name}`);
          const kind = kindOf(name);
          if (kind === 'text' || kind === 'day' || kind === 'amount') {
            return (
              <TextField
                key={name}
                label={label}
                type={kind === 'day' ? 'date' : 'text'}
                value={asked[name] ?? ''}
                maxLength={MOST}
                {...(isWrong(name) ? { findings: [{ verdict: 'fail' as const, text: t('dataLists.noAmount') }] } : {})}
                onChange={(value) => set(name, value)}
              />
            );
          }
          return (
            <SelectField
              key={name}
              label={label}
              value={asked[name] ?? 'all'}
              choices={[{ value: 'all', label: t('dataLists.all') }, ...choicesOf(name)]}
              onChange={(value) => set(name, value)}
            />
          );
        })}
      </Fields>
    </Dialog>
  );
}
