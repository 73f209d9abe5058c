import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, Section } from '../../ui/section.tsx';
import { Link } from '../lists/filter-bar.tsx';

/** Who it is, what is shown to it, whom it has to be. */
export function FactsPart({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { settings, partner, identity, trusted, parties, offered, discoveredAt } = connection;
  const { partnerId, trust, proxy, allowedHosts, schedule } = settings;
  return (
    <Columns>
      <Section title={t('platforms.how')}>
        <Facts
          lines
          facts={[
            {
              label: t('platforms.partner'),
              value:
                partnerId === null ? (
                  t('platforms.noPartner')
                ) : (
                  <Link onFollow={() => navigate('partners', { id: partnerId, name: partner ?? '' })}>
                    <SafeText text={partner ?? partnerId} />
                  </Link>
                ),
            },
            { label: t('platforms.versionsUrl'), value: <Mono text={settings.versionsUrl} /> },
            {
              label: t('platforms.offered'),
              value: discoveredAt === undefined ? null : <SafeText text={offered.join(', ')} />,
            },
            {
              label: t('platforms.ownCertificate'),
              value:
                identity === undefined ? (
                  t(settings.generationId === null ? 'platforms.noCertificate' : 'platforms.certificateGone')
                ) : (
                  <>
                    <SafeText text={`${identity.keyGroupId} g${identity.generation}`} /> {t('platforms.until')}{' '}
                    <UtcDate date={new Date(identity.notAfter)} />
                    {identity.software ? ` (${t('platforms.softwareKey')})` : null}
                  </>
                ),
            },
            {
              label: t('platforms.trust'),
              value:
                trust.kind === 'pinned' ? (
                  <Mono text={trust.sha256} />
                ) : trust.kind === 'ca' ? (
                  <SafeText text={trusted.map(({ subject }) => subject).join('; ')} />
                ) : (
                  t('platforms.trust_system')
                ),
            },
            ...(proxy === null ? [] : [{ label: t('platforms.proxy'), value: <Mono text={proxy} /> }]),
            ...(allowedHosts.length === 0
              ? []
              : [{ label: t('platforms.allowedHosts'), value: <Mono text={allowedHosts.join(' ')} /> }]),
            {
              label: t('platforms.whenRead'),
              value:
                schedule.everyMinutes === 0
                  ? t('platforms.notByItself')
                  : t('platforms.every', { count: schedule.everyMinutes }),
            },
          ]}
        />
      </Section>
      <Section title={t('platforms.parties')}>
        {parties.length === 0 ? (
          <p>{t('platforms.noParties')}</p>
        ) : (
          <Facts
            lines
            facts={parties.slice(0, 50).map(({ party, role, name }, at) => ({
              // One party may have several roles.
              label: parties.findIndex((other) => other.party === party) === at ? party : `${party} ${at + 1}`,
              value: <SafeText text={`${role}  ${name}`} />,
            }))}
          />
        )}
      </Section>
    </Columns>
  );
}
