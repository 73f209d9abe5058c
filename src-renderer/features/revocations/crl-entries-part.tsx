import type { ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { CrlRow } from '../../../shared/contract/revocations.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { reasonText } from './revocation-words.ts';

type Entry = OutputOf<AppContract['crl']['show']>['entries'][number];

const MOST = 200;

/** What stands on a list, as others read it: from its bytes, not from the database. */
export function CrlEntriesPart({
  authorityId,
  crl,
}: {
  readonly authorityId: string;
  readonly crl: CrlRow;
}): ReactNode {
  const t = useT();
  const query = useCoreQuery(['authorities', 'certificates'], ['crl.show', crl.crlId], (core) =>
    core.crl.show({ authorityId, crlId: crl.crlId, offset: 0, limit: MOST }),
  );
  const rows = query.data?.entries ?? [];
  return (
    <Section title={t('revocations.entriesTitle')} aside={query.data?.total ?? crl.entries} bare>
      <DataTable<Entry>
        label={t('revocations.entriesTitle')}
        maxRows={8}
        columns={[
          {
            id: 'name',
            header: t('revocations.name'),
            width: 'minmax(9rem, 1fr)',
            render: (row) => <SafeText text={row.commonName ?? t('revocations.unseen')} />,
          },
          {
            id: 'serial',
            header: t('revocations.serialNumber'),
            kind: 'mono',
            width: 'minmax(10rem, 1fr)',
            render: (row) => <SafeText text={row.serialNumber} />,
          },
          {
            id: 'reason',
            header: t('revocations.reason'),
            width: 'minmax(8rem, 1fr)',
            render: (row) => reasonText(t, row.reason ?? 'unspecified'),
          },
          {
            id: 'revokedAt',
            header: t('revocations.since_when'),
            kind: 'date',
            width: '11rem',
            render: (row) => (row.revokedAt === null ? '–' : <UtcDate date={new Date(row.revokedAt)} />),
          },
        ]}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.serialNumber}
        onOpen={({ certificateId, commonName }) => {
          if (certificateId !== undefined) navigate('certificates', { id: certificateId, name: commonName ?? '' });
        }}
        state={
          query.error !== null
            ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
            : query.data === undefined
              ? { kind: 'loading', what: t('revocations.list') }
              : { kind: 'ready' }
        }
        empty={<EmptyState title={t('revocations.entriesNone')} text={t('revocations.entriesNoneText')} />}
      />
    </Section>
  );
}
