import type { ReactNode } from 'react';
import type { DataView } from '../../../shared/contract/platform-views.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import { isFiltered, type ListView } from '../lists/list-view.ts';
import { STATES, type FilterName } from './data-filter.ts';

const ALL = 'all';
const SET = 'as-set';
const FINDINGS = ['yes', 'no'] as const;

interface DataBarProps {
  readonly view: ListView;
  readonly views: readonly DataView[];
  readonly current: DataView | undefined;
  /** Undefined: the list as it is at first. */
  readonly onView: (view: DataView | undefined) => void;
  /** Undefined while nothing was read yet. */
  readonly answer: { readonly total: number; readonly all: number } | undefined;
  readonly onText: (text: string) => void;
  /** `all` takes the filter away. */
  readonly onFilter: (name: FilterName, value: string) => void;
  readonly onMore: () => void;
}

/** Search, what is asked for most, the way to all filters, and how many rows there are. */
export function DataBar({ view, views, current, onView, answer, onText, onFilter, onMore }: DataBarProps): ReactNode {
  const t = useT();
  const state = STATES.find((one) => one === view.filters['state']);
  const isNarrowed = isFiltered(view);
  const findings = FINDINGS.find((one) => one === view.filters['findings']);
  return (
    <FilterBar>
      <div className="search">
        <SearchField label={t('platformData.find')} value={view.text} onChange={onText} />
      </div>
      {views.length === 0 ? null : (
        <BarField word={t('ui.savedView')}>
          <SelectField
            label={t('ui.savedView')}
            value={current?.viewId ?? (isNarrowed ? SET : ALL)}
            choices={[
              { value: ALL, label: t('dataLists.allRows') },
              ...(current === undefined && isNarrowed ? [{ value: SET, label: t('dataLists.asSet') }] : []),
              ...views.map(({ viewId, name }) => ({ value: viewId, label: name })),
            ]}
            onChange={(value) => {
              if (value !== SET) onView(views.find(({ viewId }) => viewId === value));
            }}
          />
        </BarField>
      )}
      <BarField word={t('platformData.state')}>
        <SelectField
          label={t('platformData.state')}
          value={state ?? 'all'}
          choices={[
            { value: 'all', label: t('platformData.allStates') },
            ...STATES.map((value) => ({ value, label: t(`platformData.state_${value}`) })),
          ]}
          onChange={(value) => onFilter('state', value)}
        />
      </BarField>
      <BarField word={t('platformData.withFindings')}>
        <SelectField
          label={t('platformData.withFindings')}
          value={findings ?? 'all'}
          choices={[
            { value: 'all', label: t('platformData.findings_all') },
            ...FINDINGS.map((value) => ({ value, label: t(`platformData.findings_${value}`) })),
          ]}
          onChange={(value) => onFilter('findings', value)}
        />
      </BarField>
      <Button icon="filter" keys="F" onClick={onMore}>
        {t('dataLists.filters')}
      </Button>
      {answer === undefined ? null : (
        <span className="count">
          {answer.total === answer.all
            ? t('platformData.count', { count: answer.total })
            : t('dataLists.countOf', { count: answer.total, all: answer.all })}
        </span>
      )}
    </FilterBar>
  );
}
