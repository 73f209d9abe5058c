import type { ReactNode } from 'react';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { nameOf, openCertificate, standLook } from '../certificates/certificate-words.ts';
import { IdRows } from '../decoded/index.ts';

const MOST = 20;

/** The last certificates of an authority. */
export function IssuedPart({
  authorityId,
  total,
}: {
  readonly authorityId: string;
  readonly total: number;
}): ReactNode {
  const t = useT();
  const query = useCoreQuery(['certificates', 'authorities'], ['authorities.issued', authorityId], (core) =>
    core.certificates.list({ authorityId, offset: 0, limit: MOST, sort: 'addedAt', descending: true }),
  );
  const rows = query.data?.rows ?? [];
  return (
    <Section title={t('authorities.issuedTitle')} aside={t('authorities.issuedCount', { count: total })} bare>
      <DataTable<CertificateRow>
        label={t('authorities.issuedTitle')}
        maxRows={8}
        columns={[
          {
            id: 'name',
            header: t('certificates.commonName'),
            width: 'minmax(10rem, 1.4fr)',
            render: (row) => <SafeText text={nameOf(row)} />,
          },
          {
            id: 'ids',
            header: t('decoded.speaksFor'),
            kind: 'ids',
            width: 'minmax(14rem, 1fr)',
            render: (row) => <IdRows ids={row} limit={3} none="–" />,
          },
          {
            id: 'time',
            header: t('keys.state'),
            kind: 'state',
            width: '7rem',
            render: (row) => <StateWord {...standLook(t, row)} />,
          },
          {
            id: 'notAfter',
            header: t('decoded.validUntil'),
            kind: 'date',
            width: '9rem',
            render: (row) => <RelativeDate date={new Date(row.notAfter)} />,
          },
        ]}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.certificateId}
        onOpen={openCertificate}
        state={
          query.error !== null
            ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
            : query.data === undefined
              ? { kind: 'loading', what: t('certificates.theCertificates') }
              : { kind: 'ready' }
        }
        empty={<EmptyState title={t('authorities.issuedNone')} text={t('authorities.issuedNoneText')} />}
      />
    </Section>
  );
}
