import { useMemo, useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord, VerdictChip } from '../../ui/verdict-chip.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { guideEntry } from '../guides/index.ts';
import { algorithmName, SoftwareMark, TokenWork, usePromptState } from '../keys/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { CrlPart } from '../revocations/index.ts';
import { authorityLook, kindsText } from './authority-words.ts';
import { IssuedPart } from './issued-part.tsx';
import { PolicyDialog } from './policy-dialog.tsx';

type Detail = OutputOf<AppContract['authorities']['show']>;
type ExportFormat = 'pem' | 'der' | 'chain-pem' | 'pkcs7';
const EXPORTS: readonly ExportFormat[] = ['chain-pem', 'pem', 'der', 'pkcs7'];

/** One authority: where its key lives, what it may issue, what it issued, its chain. */
export function AuthorityPage({ authorityId }: { readonly authorityId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery(['authorities', 'tokens'], ['authorities.show', authorityId], (core) =>
    core.authorities.show({ authorityId }),
  );
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('authorities.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  return query.data === undefined ? (
    <LoadingState what={t('authorities.theAuthority')} />
  ) : (
    <Loaded detail={query.data} />
  );
}

function Loaded({ detail }: { readonly detail: Detail }): ReactNode {
  const t = useT();
  const { authority: row } = detail;
  const [asking, setAsking] = useState<'nothing' | 'policy' | 'retire'>('nothing');
  const [problem, setProblem] = useState<SaveProblem>();
  const prompt = usePromptState();
  const exporting = useCoreAction((core, format: ExportFormat) =>
    core.authorities.export({ authorityId: row.authorityId, format }),
  );
  const retire = useCoreAction((core, confirm: string) =>
    core.authorities.retire({ authorityId: row.authorityId, confirm }),
  );
  const resolve = useCoreAction((core, authorityId: string, signal) =>
    core.authorities.resolveUnclear({ authorityId }, { signal, onItem: prompt.take }),
  );
  const save = async (format: ExportFormat): Promise<void> => {
    const file = await exporting.run(format);
    if (file !== undefined) setProblem(await saveBytes(t, file.suggestedName, file.content));
  };
  const active = row.state === 'active';
  const notActive = active ? undefined : t('authorities.notActive');
  const noCreate = useMayCall('authorities.create') ?? notActive;
  const noRollOver = useMayCall('authorities.rollOver') ?? notActive;
  const noRetire = useMayCall('authorities.retire') ?? notActive;
  const noPolicy = useMayCall('authorities.setPolicy');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'authorities.below',
        title: () => t('authorities.newBelow'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => noCreate,
        run: () => navigate('authorities', { new: 'issuing', parent: row.authorityId }),
      },
    ],
    [noCreate, row.authorityId, t],
  );
  useCommands(commands);
  const fault = exporting.fault ?? resolve.fault;
  return (
    <>
      <PageHead
        title={<SafeText text={row.name} />}
        facts={
          <>
            <VerdictChip {...authorityLook(t, row)} />
            <span>{t(row.isRoot ? 'authorities.root' : 'authorities.issuing')}</span>
            <span>{kindsText(t, row)}</span>
            <span>
              {row.software ? <SoftwareMark /> : <SafeText text={row.tokenLabel} />} {algorithmName(row.algorithm)}
            </span>
          </>
        }
        actions={
          <>
            <MenuButton
              label={t('authorities.more')}
              items={[
                ...EXPORTS.map((format) => ({
                  label: t(`authorities.export_${format}`),
                  icon: 'download' as const,
                  onSelect: () => void save(format),
                })),
                { label: t('authorities.changePolicy'), disabledReason: noPolicy, onSelect: () => setAsking('policy') },
                {
                  label: t('authorities.rollOver'),
                  disabledReason: noRollOver,
                  onSelect: () => navigate('authorities', { new: 'next', rollOver: row.authorityId }),
                },
                {
                  label: t('policies.title'),
                  icon: 'shield-check',
                  onSelect: () => navigate('policy', { document: `policy/authority/${row.authorityId}` }),
                },
                guideEntry(t, 'ca-rollover', { kind: 'authority', id: row.authorityId, name: row.name }),
                {
                  label: t('authorities.retire'),
                  danger: true,
                  disabledReason: noRetire,
                  onSelect: () => setAsking('retire'),
                },
              ]}
            />
            <Button
              kind="primary"
              icon="plus"
              keys="N"
              disabledReason={noCreate}
              onClick={() => navigate('authorities', { new: 'issuing', parent: row.authorityId })}
            >
              {t('authorities.newBelow')}
            </Button>
          </>
        }
      />
      <PageBody>
        {fault === undefined ? null : <FaultNote fault={fault} />}
        {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
        {row.state === 'unclear' ? (
          <>
            <Banner
              verdict="warn"
              text={t('authorities.unclearText')}
              action={{
                label: t('authorities.lookOnToken'),
                onAction: () => {
                  prompt.reset();
                  void resolve.run(row.authorityId);
                },
              }}
            />
            {resolve.busy ? (
              <TokenWork what={t('authorities.looking')} state={prompt.state} onCancel={resolve.cancel} />
            ) : null}
          </>
        ) : null}
        {row.time === 'ends-soon' && active ? <Banner verdict="warn" text={t('authorities.endsSoonText')} /> : null}
        <Columns>
          <Section title={t('authorities.certificate')}>
            <Facts lines facts={certificateFacts(t, detail)} />
          </Section>
          <Section title={t('authorities.policy')}>
            <Facts
              lines
              facts={[
                { label: t('authorities.maxLifetime'), value: row.policy.maxLifetimeDays },
                { label: t('authorities.beyond'), value: t(`authorities.beyond_${row.policy.beyond}`) },
                { label: t('authorities.backdate'), value: row.policy.backdateMinutes },
                {
                  label: t('authorities.crlUrl'),
                  value: row.policy.crlUrl === '' ? '–' : <Mono text={row.policy.crlUrl} />,
                },
                { label: t('authorities.pathLength'), value: detail.pathLength ?? t('authorities.anyLength') },
                { label: t('authorities.permitted'), value: constraintText(detail.permitted) },
                { label: t('authorities.excluded'), value: constraintText(detail.excluded) },
              ]}
            />
          </Section>
        </Columns>
        {row.certificateId === undefined ? null : <CrlPart authorityId={row.authorityId} />}
        <IssuedPart authorityId={row.authorityId} total={row.issued} />
      </PageBody>
      {asking === 'policy' ? <PolicyDialog row={row} onClose={() => setAsking('nothing')} /> : null}
      {asking === 'retire' ? (
        <TypedConfirmDialog
          open
          question={t('authorities.retireAsk', { name: row.name })}
          consequence={t('authorities.retireText')}
          name={row.name}
          confirm={t('authorities.retire')}
          busy={retire.busy}
          problem={retire.fault === undefined ? null : <FaultNote fault={retire.fault} />}
          onClose={() => setAsking('nothing')}
          onConfirm={() => {
            void retire.run(row.name).then((done) => {
              if (done === undefined) return;
              setAsking('nothing');
              showToast(t('authorities.retired', { name: row.name }));
            });
          }}
        />
      ) : null}
    </>
  );
}

function constraintText(list: Detail['permitted']): ReactNode {
  return list.length === 0 ? '–' : <SafeText text={list.map(({ kind, value }) => `${kind}:${value}`).join(', ')} />;
}

function certificateFacts(t: ReturnType<typeof useT>, { authority: row, keyThere, crossCertificates }: Detail) {
  const date = (iso: string | undefined): ReactNode => (iso === undefined ? null : <UtcDate date={new Date(iso)} />);
  const there = { yes: 'pass', no: 'warn', unknown: 'unknown' } as const;
  const link = (certificateId: string, text: string): ReactNode => (
    <Link onFollow={() => navigate('certificates', { id: certificateId })}>{text}</Link>
  );
  return [
    { label: t('decoded.subject'), value: <SafeText text={row.subject} /> },
    { label: t('decoded.validFrom'), value: date(row.notBefore) },
    { label: t('decoded.validUntil'), value: date(row.notAfter) },
    {
      label: t('authorities.key'),
      value: (
        <>
          <StateWord verdict={there[keyThere]} word={t(`authorities.keyThere_${keyThere}`)} />{' '}
          <SafeText text={row.tokenLabel} />
        </>
      ),
    },
    { label: 'PKCS#11 URI', value: row.keyUri === undefined ? null : <Mono text={row.keyUri} copy="PKCS#11 URI" /> },
    {
      label: 'SPKI SHA-256',
      value: row.spkiSha256 === undefined ? null : <Fingerprint hex={row.spkiSha256} copy="SPKI SHA-256" />,
    },
    {
      label: 'SHA-256',
      value: row.certificateSha256 === undefined ? null : <Fingerprint hex={row.certificateSha256} copy="SHA-256" />,
    },
    ...(row.certificateId === undefined
      ? []
      : [{ label: t('authorities.certificate'), value: link(row.certificateId, t('authorities.openCertificate')) }]),
    ...crossCertificates.map((id, index) => ({
      label: t('authorities.crossNumber', { number: index + 1 }),
      value: link(id, t('authorities.openCertificate')),
    })),
    ...(row.foreignParent ? [{ label: t('authorities.parent'), value: t('authorities.foreignParent') }] : []),
    ...(row.successorId === undefined
      ? []
      : [
          {
            label: t('authorities.successor'),
            value: (
              <Link onFollow={() => navigate('authorities', { id: row.successorId ?? '' })}>
                {t('certificates.openOther')}
              </Link>
            ),
          },
        ]),
    ...(row.predecessorId === undefined
      ? []
      : [
          {
            label: t('authorities.predecessor'),
            value: (
              <Link onFollow={() => navigate('authorities', { id: row.predecessorId ?? '' })}>
                {t('certificates.openOther')}
              </Link>
            ),
          },
        ]),
  ];
}
