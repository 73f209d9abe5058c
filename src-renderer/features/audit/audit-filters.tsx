import type { ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { SegmentedField, SelectField } from '../../ui/choice-fields.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import type { ListView } from '../lists/list-view.ts';
import { eventWords, groupOf, groupWords } from './event-words.ts';

export type AuditFilter = Omit<InputOf<AppContract['audit']['exportView']>, 'target' | 'format'>;

const KINDS = ['operator', 'local-user', 'system'] as const;

/** What core is asked for, of the words and choices in the bar. Whole days of UTC, as the entries themselves are dated. */
export function auditFilter(text: string, filters: ListView['filters']): AuditFilter {
  const { event, group, outcome, actor, subject, from, to } = filters;
  const kind = KINDS.find((one) => one === filters['kind']);
  return {
    ...(text === '' ? {} : { filter: text }),
    ...(group === undefined ? {} : { group }),
    ...(event === undefined ? {} : { event }),
    ...(outcome === 'done' || outcome === 'refused' ? { outcome } : {}),
    ...(kind === undefined ? {} : { actorKind: kind }),
    ...(actor === undefined ? {} : { actor }),
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { from: `${from}T00:00:00.000Z` }),
    ...(to === undefined ? {} : { to: `${to}T23:59:59.999Z` }),
  };
}

interface FiltersProps {
  readonly view: ListView;
  readonly events: readonly string[];
  readonly count: number | undefined;
  readonly onText: (text: string) => void;
  /** An empty value and `all` take the filter away. */
  readonly onFilter: (name: string, value: string) => void;
}

/** What of the log is shown. */
export function AuditFilters({ view, events, count, onText, onFilter }: FiltersProps): ReactNode {
  const t = useT();
  const { filters } = view;
  const group = filters['group'];
  const groups = [...new Set(events.map(groupOf))];
  const shown = events.filter((event) => group === undefined || groupOf(event) === group);
  return (
    <FilterBar>
      <div className="search">
        <SearchField label={t('audit.find')} value={view.text} onChange={onText} />
      </div>
      <BarField word={t('audit.group')}>
        <SelectField
          label={t('audit.group')}
          value={group ?? 'all'}
          choices={[
            { value: 'all', label: t('audit.allGroups') },
            ...groups.map((value) => ({ value, label: groupWords(t, value) })),
          ]}
          onChange={(value) => onFilter('group', value)}
        />
      </BarField>
      <BarField word={t('audit.event')}>
        <SelectField
          label={t('audit.event')}
          value={filters['event'] ?? 'all'}
          choices={[
            { value: 'all', label: t('audit.allEvents') },
            ...shown.map((value) => ({
              value,
              label: value.endsWith('.refused')
                ? t('audit.eventRefused', { event: eventWords(t, value) })
                : eventWords(t, value),
            })),
          ]}
          onChange={(value) => onFilter('event', value)}
        />
      </BarField>
      <BarField word={t('audit.outcome')}>
        <SegmentedField
          label={t('audit.outcome')}
          hideLabel
          value={filters['outcome'] ?? 'all'}
          choices={[
            { value: 'all', label: t('audit.allOutcomes') },
            { value: 'done', label: t('audit.done') },
            { value: 'refused', label: t('audit.refused') },
          ]}
          onChange={(value) => onFilter('outcome', value)}
        />
      </BarField>
      <BarField word={t('audit.kind')}>
        <SelectField
          label={t('audit.kind')}
          value={filters['kind'] ?? 'all'}
          choices={[
            { value: 'all', label: t('audit.allKinds') },
            ...KINDS.map((value) => ({ value, label: t(`audit.kind_${value}`) })),
          ]}
          onChange={(value) => onFilter('kind', value)}
        />
      </BarField>
      <BarField word={t('audit.actor')}>
        <TextField
          label={t('audit.actorExact')}
          value={filters['actor'] ?? ''}
          maxLength={200}
          onChange={(value) => onFilter('actor', value)}
        />
      </BarField>
      <BarField word={t('audit.subject')}>
        <TextField
          label={t('audit.subjectExact')}
          value={filters['subject'] ?? ''}
          mono
          maxLength={300}
          onChange={(value) => onFilter('subject', value.trim())}
        />
      </BarField>
      <BarField word={t('audit.from')}>
        <TextField
          type="date"
          label={t('audit.fromDay')}
          value={filters['from'] ?? ''}
          onChange={(day) => onFilter('from', day)}
        />
      </BarField>
      <BarField word={t('audit.to')}>
        <TextField
          type="date"
          label={t('audit.toDay')}
          value={filters['to'] ?? ''}
          onChange={(day) => onFilter('to', day)}
        />
      </BarField>
      {count === undefined ? null : <span className="count">{t('audit.count', { count })}</span>}
    </FilterBar>
  );
}
