import type { ReactNode } from 'react';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { nameOf, openCertificate, standLook } from '../certificates/certificate-words.ts';

const MOST = 200;

interface Touched {
  readonly how: 'touchedSame' | 'touchedIssued';
  readonly row: CertificateRow;
}

/** Reasons that put the key itself in doubt. */
const KEY_REASONS: ReadonlySet<string> = new Set(['keyCompromise', 'cACompromise']);

/** Shown once a certificate is revoked because of its key: everything else that rests on that key. */
export function TouchedPart({ row }: { readonly row: CertificateRow }): ReactNode {
  return KEY_REASONS.has(row.revocation?.reason ?? '') ? <Loaded certificateId={row.certificateId} /> : null;
}

function Loaded({ certificateId }: { readonly certificateId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery('certificates', ['revocations.compromised', certificateId], (core) =>
    core.revocations.compromised({ certificateId, offset: 0, limit: MOST }),
  );
  const { sameKey = [], issued = [], unclear = 0 } = query.data ?? {};
  const rows: readonly Touched[] = [
    ...sameKey
      .filter((one) => one.certificateId !== certificateId)
      .map((row): Touched => ({ how: 'touchedSame', row })),
    ...issued.map((row): Touched => ({ how: 'touchedIssued', row })),
  ];
  return (
    <Section title={t('revocations.touched')} aside={rows.length} bare>
      <Banner verdict="warn" text={t('revocations.touchedText')} />
      {unclear === 0 ? null : <Banner verdict="warn" text={t('revocations.touchedUnclear', { count: unclear })} />}
      <DataTable<Touched>
        label={t('revocations.touched')}
        maxRows={8}
        columns={[
          {
            id: 'name',
            header: t('revocations.name'),
            width: 'minmax(10rem, 1.4fr)',
            render: ({ row }) => <SafeText text={nameOf(row)} />,
          },
          {
            id: 'how',
            header: t('revocations.touchedHow'),
            width: 'minmax(8rem, 1fr)',
            render: ({ how }) => t(`revocations.${how}`),
          },
          {
            id: 'state',
            header: t('keys.state'),
            kind: 'state',
            width: '9rem',
            render: ({ row }) => <StateWord {...standLook(t, row)} />,
          },
        ]}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={({ how, row }) => `${how} ${row.certificateId}`}
        onOpen={({ row }) => openCertificate(row)}
        state={
          query.error !== null
            ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
            : query.data === undefined
              ? { kind: 'loading', what: t('certificates.theCertificates') }
              : { kind: 'ready' }
        }
        empty={<EmptyState title={t('revocations.touchedNone')} text="" />}
      />
    </Section>
  );
}
