import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { IdChip, type TypedId } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { idsOf } from '../decoded/index.ts';
import { Link } from '../lists/filter-bar.tsx';

const Row = styled('div')({
  display: 'grid',
  gridTemplateColumns: `minmax(${rem(110)}, auto) minmax(0, 1fr)`,
  gap: rem(12),
  alignItems: 'center',
  padding: `${rem(5)} 0`,
  borderBottom: `1px solid ${look.line}`,
});

/** Each id of a certificate: does anybody else claim it? */
export function ClaimsPart({ row }: { readonly row: CertificateRow }): ReactNode {
  const t = useT();
  const ids = idsOf(row);
  if (ids.length === 0) return null;
  return (
    <Section title={t('certificates.whoElse')}>
      {ids.slice(0, 40).map((id) => (
        <IdClaims key={`${id.kind} ${id.value}`} id={id} row={row} />
      ))}
    </Section>
  );
}

function IdClaims({ id, row }: { readonly id: TypedId; readonly row: CertificateRow }): ReactNode {
  const t = useT();
  const query = useCoreQuery(
    ['partners', 'certificates', 'requests', 'csrs', 'keys'],
    ['certificates.claims', id.value],
    (core) => core.certificates.claims({ id: id.value, offset: 0, limit: 100 }),
  );
  const others = (query.data?.rows ?? []).filter(
    (claim) =>
      claim.where !== 'partner' &&
      claim.ref !== row.certificateId &&
      (row.keyGroupId === undefined || claim.keyGroupId !== row.keyGroupId),
  );
  const partner = query.data?.rows.find((claim) => claim.where === 'partner' && claim.state !== 'archived');
  return (
    <Row>
      <span>
        <IdChip {...id} />
      </span>
      <span>
        {query.data === undefined ? (
          '…'
        ) : others.length === 0 ? (
          <StateWord verdict="pass" word={t('certificates.onlyThisGroup')} />
        ) : (
          <>
            <StateWord verdict="warn" word={t('certificates.otherClaims', { count: others.length })} />{' '}
            <Link onFollow={() => navigate('certificates', { claims: id.value })}>{t('certificates.showClaims')}</Link>
          </>
        )}
        {partner === undefined ? null : (
          <>
            {' '}
            {t('certificates.registeredFor')}{' '}
            <Link onFollow={() => navigate('partners', { id: partner.ref, name: partner.subject })}>
              <SafeText text={partner.subject} />
            </Link>
          </>
        )}
      </span>
    </Row>
  );
}
