import type { ReactNode } from 'react';
import type { SavedView } from '../../../shared/contract/request-desk.ts';
import { stockViewNames } from '../../../shared/domain/inbox-views.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { purposeWord } from '../keys/index.ts';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import type { ListView } from '../lists/list-view.ts';
import { without } from '../lists/without.ts';
import { CLAIMED, PURPOSES, savedViewKey, VERDICTS, VIEW } from './inbox-query.ts';
import { STATES } from './request-words.ts';

interface InboxFiltersProps {
  readonly view: ListView;
  readonly saved: readonly SavedView[];
  /** Name of the partner that the list is narrowed to. */
  readonly partner: string | undefined;
  readonly count: string | undefined;
  readonly change: (part: Partial<ListView>) => void;
}

const ALL = 'all';

/** Search, view and filters above the list; what a filter says stands over what the view says. */
export function InboxFilters({ view, saved, partner, count, change }: InboxFiltersProps): ReactNode {
  const t = useT();
  const set = (name: string, value: string): void => {
    const others = without(view.filters, name);
    change({ filters: value === ALL ? others : { ...others, [name]: value }, active: -1 });
  };
  /** A view takes the place of every filter, and a saved one brings its order. */
  const choose = (key: string): void => {
    const query = saved.find((one) => savedViewKey(one) === key)?.query;
    const direction = query?.descending === true ? 'descending' : 'ascending';
    change({
      text: '',
      filters: key === ALL ? {} : { [VIEW]: key },
      active: -1,
      ...(query?.sort === undefined ? {} : { sort: [{ column: query.sort, direction }] }),
    });
  };
  const field = (name: string, word: string, all: string, choices: readonly { value: string; label: string }[]) => (
    <BarField word={word}>
      <SelectField
        label={word}
        value={choices.some(({ value }) => value === view.filters[name]) ? (view.filters[name] ?? ALL) : ALL}
        choices={[{ value: ALL, label: all }, ...choices]}
        onChange={name === VIEW ? choose : (value) => set(name, value)}
      />
    </BarField>
  );
  return (
    <FilterBar>
      <div className="search">
        <SearchField label={t('requests.find')} value={view.text} onChange={(text) => change({ text })} />
      </div>
      {field(VIEW, t('ui.savedView'), t('requests.allRequests'), [
        ...stockViewNames.map((value) => ({ value, label: t(`requests.view_${value}`) })),
        ...saved.map((one) => ({ value: savedViewKey(one), label: one.name })),
      ])}
      {field(
        'state',
        t('keys.state'),
        t('requests.allStates'),
        STATES.map((value) => ({ value, label: t(`requests.state_${value}`) })),
      )}
      {field(
        'verdict',
        t('requests.checksColumn'),
        t('requests.anyVerdict'),
        VERDICTS.map((value) => ({ value, label: t(`requests.verdict_${value}`) })),
      )}
      {field(
        'claimed',
        t('requests.claimedBy'),
        t('requests.anybody'),
        CLAIMED.map((value) => ({ value, label: t(`requests.claimed_${value}`) })),
      )}
      {field(
        'purpose',
        t('keys.purpose'),
        t('requests.anyPurpose'),
        PURPOSES.map((value) => ({ value, label: purposeWord(t, value) })),
      )}
      {partner === undefined ? null : (
        <Button small icon="x" onClick={() => set('partner', ALL)}>
          {t('requests.onlyPartnerIs', { name: partner })}
        </Button>
      )}
      {count === undefined ? null : <span className="count">{count}</span>}
    </FilterBar>
  );
}
