import type { ReactNode } from 'react';
import type { CertificateLinks, CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { reasonText } from '../revocations/index.ts';

/** Where a certificate belongs, and who ended it early. */
export function LinksPart({
  row,
  links,
}: {
  readonly row: CertificateRow;
  readonly links: CertificateLinks;
}): ReactNode {
  const t = useT();
  const { generation, csrId, requestId, predecessor, successor, authority } = links;
  const to = (page: string, params: Readonly<Record<string, string>>, text: string): ReactNode => (
    <Link onFollow={() => navigate(page, params)}>
      <SafeText text={text} />
    </Link>
  );
  const facts = [
    generation === undefined
      ? undefined
      : {
          label: t('certificates.ownKey'),
          value: to(
            'keys',
            { ref: generation.groupRef, name: generation.groupId, generation: generation.generationId },
            `${generation.groupId} g${generation.number}`,
          ),
        },
    csrId === undefined ? undefined : { label: 'CSR', value: to('csrs', { id: csrId }, t('certificates.openCsr')) },
    requestId === undefined
      ? undefined
      : { label: t('certificates.request'), value: to('requests', { id: requestId }, t('certificates.openRequest')) },
    authority === undefined
      ? undefined
      : {
          label: t('certificates.ofAuthority'),
          value: to('authorities', { id: authority.authorityId, name: authority.name }, authority.name),
        },
    predecessor === undefined
      ? undefined
      : {
          label: t('certificates.predecessor'),
          value: to('certificates', { id: predecessor }, t('certificates.openOther')),
        },
    successor === undefined
      ? undefined
      : {
          label: t('certificates.successor'),
          value: to('certificates', { id: successor }, t('certificates.openOther')),
        },
    row.revocation === undefined
      ? undefined
      : {
          label: t('revocations.standing'),
          value: (
            <>
              <UtcDate date={new Date(row.revocation.at)} />{' '}
              <SafeText
                text={t('revocations.standingLine', {
                  reason: reasonText(t, row.revocation.reason),
                  by: row.revocation.by,
                })}
              />
              {row.revocation.note === '' ? null : (
                <>
                  {' – '}
                  <SafeText text={row.revocation.note} />
                </>
              )}
            </>
          ),
        },
    { label: t('certificates.addedAt'), value: <UtcDate date={new Date(row.addedAt)} /> },
  ].filter((fact) => fact !== undefined);
  return (
    <Section title={t('certificates.whereFrom')}>
      <Facts lines facts={facts} />
    </Section>
  );
}
