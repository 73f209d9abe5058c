import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Section } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { EntryLines, EntryList } from './entry-lines.tsx';

const STEP = 10;
const MOST = 500;

/** The entries of the roster, the newest first. */
export function HistoryPart(): ReactNode {
  const t = useT();
  const [limit, setLimit] = useState(STEP);
  const query = useCoreQuery('operators', ['operators.entries', limit], (core) =>
    core.operators.entries({ offset: 0, limit }),
  );
  const { rows = [], total = 0 } = query.data ?? {};
  return (
    <Section title={t('operators.history')}>
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      <EntryList>
        {rows.map((entry) => (
          <li key={entry.entry}>
            <div className="head">
              <span className="number">{t('operators.entryNumber', { seq: entry.seq })}</span>
              <span className="aside">
                <UtcDate date={new Date(entry.at)} />
              </span>
            </div>
            <EntryLines entry={entry} />
          </li>
        ))}
      </EntryList>
      {rows.length < total && limit < MOST ? (
        <ButtonRow>
          <Button kind="text" small onClick={() => setLimit((now) => Math.min(MOST, now * 5))}>
            {t('operators.earlier')}
          </Button>
        </ButtonRow>
      ) : null}
    </Section>
  );
}
