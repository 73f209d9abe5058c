import { useMemo, useState, type ReactNode } from 'react';
import type { Partner, PartnerFinding } from '../../../shared/contract/partners.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { algorithmName } from '../keys/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { HistoryPart } from './history-part.tsx';
import { PartnerDialog } from './partner-dialog.tsx';
import { PartnerIdsPart } from './partner-ids-part.tsx';

/** One partner: the ids it may speak for with their confirmations first, then whom to ask, limits, history. */
export function PartnerPage({ partnerId }: { readonly partnerId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery(['partners', 'authorities'], ['partners.show', partnerId], (core) =>
    core.partners.show({ partnerId }),
  );
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('partners.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  return query.data === undefined ? <LoadingState what={t('partners.thePartner')} /> : <Loaded {...query.data} />;
}

interface LoadedProps {
  readonly partner: Partner;
  readonly findings: readonly PartnerFinding[];
}

function Loaded({ partner, findings }: LoadedProps): ReactNode {
  const t = useT();
  const { partnerId, version, name, archived } = partner;
  const [asking, setAsking] = useState<'nothing' | 'edit' | 'archive' | 'remove'>('nothing');
  const close = (): void => setAsking('nothing');
  const noEdit = useMayCall('partners.edit') ?? (archived ? t('partners.archivedBanner') : undefined);
  const keep = useCoreAction((core, wanted: boolean) =>
    core.partners.setArchived({ partnerId, version, archived: wanted }),
  );
  const remove = useCoreAction((core, confirm: string) => core.partners.remove({ partnerId, version, confirm }));
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'partners.edit',
        title: () => t('partners.edit'),
        icon: 'pencil',
        keys: 'E',
        scope: 'here',
        disabledReason: () => noEdit,
        run: () => setAsking('edit'),
      },
      {
        id: 'partners.archive',
        title: () => t('partners.archive'),
        scope: 'here',
        disabledReason: () => (archived ? t('partners.archivedBanner') : undefined),
        run: () => setAsking('archive'),
      },
      {
        id: 'partners.remove',
        title: () => t('partners.remove'),
        icon: 'trash-2',
        scope: 'here',
        run: () => setAsking('remove'),
      },
    ],
    [t, noEdit, archived],
  );
  useCommands(commands);
  const unconfirmed = partner.ids.filter(({ confirmed }) => confirmed === undefined).length;
  return (
    <>
      <PageHead
        title={<SafeText text={name} />}
        facts={
          <>
            {archived ? <VerdictChip verdict="notApplicable" word={t('partners.archived')} /> : null}
            {unconfirmed === 0 ? null : (
              <VerdictChip verdict="unknown" word={t('partners.unconfirmedCount', { count: unconfirmed })} />
            )}
            {partner.platform === '' ? null : (
              <span>
                <SafeText text={partner.platform} />
              </span>
            )}
            <span>{t('partners.version', { version })}</span>
          </>
        }
        actions={
          <>
            <MenuButton
              items={[
                {
                  label: t('policies.title'),
                  icon: 'shield-check',
                  onSelect: () => navigate('policy', { document: `policy/partner/${partnerId}` }),
                },
                {
                  label: t('partners.archive'),
                  disabledReason: archived ? t('partners.archivedBanner') : undefined,
                  onSelect: () => setAsking('archive'),
                },
                { label: t('partners.remove'), icon: 'trash-2', danger: true, onSelect: () => setAsking('remove') },
              ]}
            />
            <Button kind="primary" icon="pencil" keys="E" disabledReason={noEdit} onClick={() => setAsking('edit')}>
              {t('partners.edit')}
            </Button>
          </>
        }
      />
      <PageBody>
        {keep.fault === undefined ? null : <FaultNote fault={keep.fault} />}
        {archived ? (
          <Banner
            verdict="info"
            text={t('partners.archivedBanner')}
            action={{ label: t('partners.restore'), onAction: () => void keep.run(false) }}
          />
        ) : null}
        <PartnerIdsPart partner={partner} findings={findings} />
        <Columns>
          <ContactsPart partner={partner} />
          <Section title={t('partners.limits')}>
            <Facts lines facts={limitFacts(t, partner)} />
          </Section>
        </Columns>
        <HistoryPart partnerId={partnerId} />
      </PageBody>
      {asking === 'edit' ? <PartnerDialog partner={partner} onClose={close} onSaved={close} /> : null}
      {asking === 'archive' ? (
        <ConfirmDialog
          open
          question={t('partners.archiveAsk', { name })}
          consequence={t('partners.archiveText')}
          confirm={t('partners.archive')}
          onClose={close}
          onConfirm={() => {
            close();
            void keep.run(true);
          }}
        />
      ) : null}
      {asking === 'remove' ? (
        <TypedConfirmDialog
          open
          question={t('partners.removeAsk', { name })}
          consequence={t('partners.removeText')}
          name={name}
          confirm={t('partners.remove')}
          busy={remove.busy}
          problem={remove.fault === undefined ? null : <FaultNote fault={remove.fault} />}
          onClose={close}
          onConfirm={() => {
            void remove.run(name).then((done) => {
              if (done === undefined) return;
              navigate('partners');
              showToast(t('partners.removed', { name }));
            });
          }}
        />
      ) : null}
    </>
  );
}

function ContactsPart({ partner }: { readonly partner: Partner }): ReactNode {
  const t = useT();
  const { contacts, notes, createdAt, createdBy } = partner;
  const facts: Fact[] = contacts.map(({ name, role, phone, mail }, index) => ({
    // Two contacts may have one role.
    label: role === '' ? t('partners.contactNumber', { number: index + 1 }) : `${index + 1} ${role}`,
    value: <SafeText text={[name, phone, mail].filter((text) => text !== '').join(', ')} />,
  }));
  return (
    <Section title={t('partners.contacts')}>
      <Facts
        lines
        facts={[
          ...(facts.length === 0 ? [{ label: t('partners.contacts'), value: null }] : facts),
          { label: t('partners.notes'), value: notes === '' ? null : <SafeText text={notes} /> },
          {
            label: t('partners.created'),
            value: (
              <>
                <UtcDate date={new Date(createdAt)} /> <SafeText text={createdBy} />
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function limitFacts(t: Translate, partner: Partner): readonly Fact[] {
  const { allowedAlgorithms, maxLifetimeDays, allowedNames, authorityIds, authorities } = partner;
  return [
    {
      label: t('partners.algorithms'),
      value: allowedAlgorithms.length === 0 ? t('partners.asPolicy') : allowedAlgorithms.map(algorithmName).join(', '),
    },
    { label: t('partners.maxLifetime'), value: maxLifetimeDays ?? t('partners.asPolicy') },
    {
      label: t('partners.names'),
      value:
        allowedNames.length === 0
          ? t('partners.noneStated')
          : allowedNames.map((text) => (
              <div key={text}>
                <Mono text={text} />
              </div>
            )),
    },
    {
      label: t('partners.authorities'),
      value:
        authorityIds.length === 0
          ? t('partners.noneStated')
          : authorityIds.map((id, index) => (
              <div key={id}>
                <Link onFollow={() => navigate('authorities', { id })}>
                  <SafeText text={authorities[index] ?? id} />
                </Link>
              </div>
            )),
    },
  ];
}
