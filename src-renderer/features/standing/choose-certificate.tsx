import { useState, type ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, LoadingState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** So many are shown; more words make it fewer. */
const SHOWN = 6;

/** A certificate that was issued here, newest first. */
export function ChooseCertificate({ onChoose }: { readonly onChoose: (certificateId: string) => void }): ReactNode {
  const t = useT();
  const [words, setWords] = useState('');
  const filter = useSettled(words.trim().slice(0, 200), 150);
  const list = useCoreQuery('certificates', ['certificates.list', 'standing', filter], (core) =>
    core.certificates.list({
      offset: 0,
      limit: SHOWN,
      source: 'issued',
      sort: 'addedAt',
      descending: true,
      ...(filter === '' ? {} : { filter }),
    }),
  );
  const { rows = [], total = 0 } = list.data ?? {};
  return (
    <>
      <SearchField label={t('standing.find')} value={words} onChange={setWords} autoFocus />
      {list.error !== null ? (
        <FaultNote fault={list.error.fault} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <LoadingState what={t('standing.theCertificates')} />
      ) : rows.length > 0 ? (
        <RadioCards
          label={t('standing.certificates')}
          value={undefined}
          cards={rows.map((row) => ({
            value: row.certificateId,
            title: revealUnsafeCharacters(row.commonName === '' ? row.serialNumber : row.commonName),
            icon: 'badge-check',
            text: row.keyGroupId === undefined ? '–' : <Mono text={row.keyGroupId} />,
            facts: <UtcDate date={new Date(row.notAfter)} />,
          }))}
          onChange={onChoose}
        />
      ) : filter !== '' ? (
        <NoMatchState onDropLast={() => setWords('')} />
      ) : (
        <EmptyState title={t('standing.noIssued')} text={t('standing.noIssuedText')} />
      )}
      {total > rows.length ? <p>{t('standing.more', { count: total - rows.length })}</p> : null}
    </>
  );
}
