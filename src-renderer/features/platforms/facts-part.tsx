import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { Link } from '../lists/filter-bar.tsx';

const MOST_PARTIES = 50;
const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(16) });

/** Who it is, what is shown to it, whom it has to be. */
export function FactsPart({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { parties, discoveredAt } = connection;
  return (
    <Columns>
      <Section title={t('platforms.how')}>
        <Facts lines facts={howFacts(t, connection)} />
      </Section>
      <Stack>
        <Section title={t('platforms.parties')}>
          {parties.length === 0 ? (
            <p>{t(discoveredAt === undefined ? 'platforms.notDiscovered' : 'platforms.noParties')}</p>
          ) : (
            <Facts
              lines
              facts={parties.slice(0, MOST_PARTIES).map(({ party, role, name }, at) => ({
                // One party may have several roles.
                label: parties.findIndex((other) => other.party === party) === at ? party : `${party} ${at + 1}`,
                value: <SafeText text={[role, name].filter((text) => text !== '').join(', ')} />,
              }))}
            />
          )}
          {parties.length <= MOST_PARTIES ? null : (
            <p>{t('platforms.moreParties', { count: parties.length - MOST_PARTIES })}</p>
          )}
        </Section>
        <Section title={t('platforms.schedule')}>
          <Facts lines facts={keepFacts(t, connection)} />
        </Section>
      </Stack>
    </Columns>
  );
}

function howFacts(t: Translate, connection: Connection): readonly Fact[] {
  const { settings, partner, offered, discoveredAt, createdAt, createdBy } = connection;
  const { partnerId, proxy, ownParty, allowedHosts } = settings;
  return [
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
    {
      label: t('platforms.versionsUrl'),
      value: <Mono text={settings.versionsUrl} copy={t('platforms.versionsUrl')} />,
    },
    {
      label: t('platforms.offered'),
      value:
        discoveredAt === undefined ? (
          t('platforms.notDiscovered')
        ) : (
          <>
            <SafeText text={offered.join(', ')} /> – <UtcDate date={new Date(discoveredAt)} />
          </>
        ),
    },
    { label: t('platforms.ownCertificate'), value: <OwnCertificate connection={connection} /> },
    ...(ownParty === null ? [] : [{ label: t('platforms.ownParty'), value: <Mono text={ownParty} /> }]),
    { label: t('platforms.trust'), value: <Trust connection={connection} /> },
    ...(proxy === null ? [] : [{ label: t('platforms.proxy'), value: <Mono text={proxy} /> }]),
    ...(allowedHosts.length === 0
      ? []
      : [
          {
            label: t('platforms.allowedHosts'),
            value: allowedHosts.map((host) => (
              <div key={host}>
                <Mono text={host} />
              </div>
            )),
          },
        ]),
    {
      label: t('platforms.added'),
      value: (
        <>
          <UtcDate date={new Date(createdAt)} /> <SafeText text={createdBy} />
        </>
      ),
    },
  ];
}

function keepFacts(t: Translate, { settings }: Connection): readonly Fact[] {
  const { schedule, retention } = settings;
  const days = (count: number | null): string =>
    count === null ? t('platforms.forGood') : t('platforms.forDays', { count });
  return [
    {
      label: t('platforms.whenRead'),
      value:
        schedule.everyMinutes === 0
          ? t('platforms.notByItself')
          : t('platforms.every', { count: schedule.everyMinutes }),
    },
    { label: t('platforms.rowsKept'), value: days(retention.rowsDays) },
    { label: t('platforms.personalKept'), value: days(retention.personalDays) },
  ];
}

function OwnCertificate({ connection: { identity, settings } }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { generationId } = settings;
  if (generationId === null) return t('platforms.noCertificate');
  if (identity === undefined) return t('platforms.certificateGone');
  const { groupRef, keyGroupId, generation, notAfter, software } = identity;
  return (
    <>
      <Link onFollow={() => navigate('keys', { ref: groupRef, name: keyGroupId, generation: generationId })}>
        <SafeText text={`${keyGroupId} g${generation}`} />
      </Link>{' '}
      {t('platforms.until')} <UtcDate date={new Date(notAfter)} />
      {software ? ` (${t('platforms.softwareKey')})` : null}
    </>
  );
}

function Trust({ connection: { settings, trusted } }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { trust } = settings;
  switch (trust.kind) {
    case 'system':
      return t('platforms.trust_system');
    case 'pinned':
      return (
        <>
          {t('platforms.trust_pinned')} <Fingerprint hex={trust.sha256} />
        </>
      );
    case 'ca':
      return trusted.map(({ sha256, subject, notAfter }) => (
        <div key={sha256}>
          <SafeText text={subject === '' ? sha256 : subject} />
          {notAfter === null ? null : (
            <>
              {' '}
              {t('platforms.until')} <UtcDate date={new Date(notAfter)} />
            </>
          )}
        </div>
      ));
  }
}
