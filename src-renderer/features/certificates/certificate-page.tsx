import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { CertificateLinks, CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { DecodedView, SpeaksFor } from '../decoded/index.ts';
import { PlansPart, SeriesPart } from '../due/index.ts';
import { HandoverDialog, useWriteToToken } from '../answers/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { guideEntry } from '../guides/index.ts';
import { CompareDialog } from '../inspection/index.ts';
import { BarField, Link } from '../lists/filter-bar.tsx';
import { nameOf, standLook } from './certificate-words.ts';
import { RevokeDialog, type RevocationStep, TouchedPart, useRevocationGate } from '../revocations/index.ts';
import { ClaimsPart } from './claims-part.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { LinksPart } from './links-part.tsx';
import { PathPart } from './path-part.tsx';
import { ValidityBar } from './validity-bar.tsx';

type Purpose = (typeof PURPOSES)[number];
const PURPOSES = ['any', 'tls-client', 'tls-server', 'object-signing', 'identity'] as const;

const Band = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  padding: `${rem(12)} ${rem(20)}`,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
});

/** One stored certificate: whom it speaks for first, then validity, path, where it belongs, every byte. */
export function CertificatePage({ certificateId }: { readonly certificateId: string }): ReactNode {
  const t = useT();
  const [purpose, setPurpose] = useState<Purpose>('any');
  const shown = useCoreQuery('certificates', ['certificates.show', certificateId], (core) =>
    core.certificates.show({ certificateId }),
  );
  const view = useCoreQuery('certificates', ['certificates.view', certificateId, purpose], (core) =>
    core.certificates.view({ certificateId, purpose }),
  );
  const error = shown.error ?? view.error;
  if (error !== null) {
    return (
      <>
        <PageHead title={t('certificates.title')} />
        <PageBody>
          <FaultNote fault={error.fault} onRetry={() => void Promise.all([shown.refetch(), view.refetch()])} />
        </PageBody>
      </>
    );
  }
  const leaf = view.data?.certificates[0]?.item;
  if (shown.data === undefined || view.data === undefined || leaf === undefined)
    return <LoadingState what={t('certificates.theCertificate')} />;
  const { certificate: row, links } = shown.data;
  return (
    <>
      <Head row={row} links={links} />
      <SpeaksFor
        ids={row}
        {...(row.services.length === 0
          ? {}
          : {
              services: (
                <>
                  {t('decoded.services')}: <SafeText text={row.services.join(', ')} />
                </>
              ),
            })}
      />
      <Band>
        <ValidityBar notBefore={row.notBefore} notAfter={row.notAfter} chip={<VerdictChip {...standLook(t, row)} />} />
      </Band>
      <DecodedView
        item={leaf}
        above={
          <>
            <BarField word={t('certificates.checkedFor')}>
              <SelectField<Purpose>
                label={t('certificates.checkedFor')}
                value={purpose}
                choices={PURPOSES.map((value) => ({ value, label: t(`certificates.purpose_${value}`) }))}
                onChange={setPurpose}
              />
            </BarField>
            <PathPart path={view.data.path} />
          </>
        }
        below={
          <>
            <PlansPart about={{ certificateId: row.certificateId }} />
            {row.keyGroupId === undefined ? null : (
              <SeriesPart keyGroupId={row.keyGroupId} certificateId={row.certificateId} />
            )}
            <LinksPart row={row} links={links} />
            <TouchedPart row={row} />
            <ClaimsPart row={row} />
          </>
        }
      />
    </>
  );
}

/** What of the commands stands behind the `…`. */
const MENU: ReadonlySet<string> = new Set([
  'certificates.tls',
  'answers.write',
  'standing.create',
  'certificates.hold',
  'certificates.release',
  'certificates.revoke',
  'certificates.remove',
]);
const DANGEROUS: ReadonlySet<string> = new Set(['certificates.remove', 'certificates.revoke']);
/** What our own authorities certified can be revoked here; an imported one if it is of one of them. */
const REVOCABLE: ReadonlySet<CertificateRow['source']> = new Set(['own', 'issued', 'authority', 'imported']);

function Head({ row, links }: { readonly row: CertificateRow; readonly links: CertificateLinks }): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<'nothing' | 'export' | 'remove' | 'compare' | 'handover' | RevocationStep>(
    'nothing',
  );
  const mayPropose = useMayCall('standing.propose');
  const { noRevoke, noHold, noRelease } = useRevocationGate(row);
  const remove = useCoreAction((core, certificateId: string) => core.certificates.remove({ certificateId }));
  const { generation } = links;
  const { write, work } = useWriteToToken(generation === undefined ? undefined : row.certificateId, false);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'certificates.export',
        title: () => t('certificates.export'),
        icon: 'download',
        keys: 'E',
        scope: 'here',
        run: () => setAsking('export'),
      },
      {
        id: 'certificates.compare',
        title: () => t('inspection.compare'),
        icon: 'git-compare',
        keys: 'C',
        scope: 'here',
        run: () => setAsking('compare'),
      },
      {
        id: 'certificates.tls',
        title: () => t('tls.open'),
        icon: 'network',
        scope: 'here',
        run: () => navigate('tls', generation === undefined ? {} : { generation: generation.generationId }),
      },
      ...(generation === undefined
        ? []
        : [
            {
              id: 'answers.handover',
              title: () => t('answers.handover'),
              icon: 'external-link',
              keys: 'H',
              scope: 'here',
              run: () => setAsking('handover'),
            } as const,
            { id: 'answers.write', title: () => t('answers.write'), icon: 'save', scope: 'here', run: write } as const,
          ]),
      ...(row.source === 'issued'
        ? [
            {
              id: 'standing.create',
              title: () => t('standing.fromThis'),
              icon: 'refresh-cw',
              scope: 'here',
              disabledReason: () => mayPropose,
              run: () => navigate('standing', { certificate: row.certificateId }),
            } as const,
          ]
        : []),
      ...(REVOCABLE.has(row.source)
        ? [
            {
              id: 'certificates.hold',
              title: () => t('revocations.hold'),
              icon: 'circle-pause',
              scope: 'here',
              disabledReason: () => noHold,
              run: () => setAsking('hold'),
            } as const,
            {
              id: 'certificates.release',
              title: () => t('revocations.release'),
              icon: 'undo-2',
              scope: 'here',
              disabledReason: () => noRelease,
              run: () => setAsking('release'),
            } as const,
            {
              id: 'certificates.revoke',
              title: () => t('revocations.revoke'),
              icon: 'circle-x',
              scope: 'here',
              disabledReason: () => noRevoke,
              run: () => setAsking('revoke'),
            } as const,
          ]
        : []),
      ...(row.source === 'imported'
        ? [
            {
              id: 'certificates.remove',
              title: () => t('certificates.remove'),
              icon: 'trash-2',
              scope: 'here',
              run: () => setAsking('remove'),
            } as const,
          ]
        : []),
    ],
    [t, row.source, row.certificateId, generation, write, noHold, noRelease, noRevoke, mayPropose],
  );
  useCommands(commands);
  const onRemove = async (): Promise<void> => {
    if ((await remove.run(row.certificateId)) !== undefined) navigate('certificates');
  };
  return (
    <>
      <PageHead
        title={<SafeText text={nameOf(row)} />}
        facts={
          <>
            {row.keyGroupId === undefined ? null : (
              <span>
                {t('decoded.keyGroup')} <Mono text={row.keyGroupId} />
              </span>
            )}
            <span>{t(`certificates.source_${row.source}`)}</span>
            <span>{row.algorithm}</span>
            {links.issuedBy === undefined ? null : (
              <span>
                {t('certificates.issuedBy')}{' '}
                <Link onFollow={() => navigate('authorities', { id: links.issuedBy?.authorityId ?? '' })}>
                  <SafeText text={links.issuedBy.name} />
                </Link>
              </span>
            )}
            <span>
              {t('decoded.sha256')} <Fingerprint hex={row.sha256} short copy={t('decoded.sha256')} />
            </span>
          </>
        }
        actions={
          <>
            <Button kind="primary" icon="download" keys="E" onClick={() => setAsking('export')}>
              {t('certificates.export')}
            </Button>
            <Button icon="git-compare" keys="C" onClick={() => setAsking('compare')}>
              {t('inspection.compare')}
            </Button>
            {generation === undefined ? null : (
              <Button icon="external-link" keys="H" onClick={() => setAsking('handover')}>
                {t('answers.handover')}
              </Button>
            )}
            <MenuButton
              items={[
                ...commands
                  .filter(({ id }) => MENU.has(id))
                  .map((command) => ({
                    label: command.title(t),
                    ...(command.icon === undefined ? {} : { icon: command.icon }),
                    danger: DANGEROUS.has(command.id),
                    disabledReason: command.disabledReason?.(t),
                    onSelect: command.run,
                  })),
                guideEntry(t, 'key-compromised', { kind: 'certificate', id: row.certificateId, name: nameOf(row) }),
              ]}
            />
          </>
        }
      />
      {work}
      {remove.fault === undefined ? null : <FaultNote fault={remove.fault} />}
      {asking === 'compare' ? (
        <CompareDialog
          left={{ kind: 'certificate', certificateId: row.certificateId }}
          onClose={() => setAsking('nothing')}
        />
      ) : null}
      {asking === 'handover' && generation !== undefined ? (
        <HandoverDialog
          generationId={generation.generationId}
          name={`${generation.groupId} g${generation.number}`}
          side="client"
          onClose={() => setAsking('nothing')}
        />
      ) : null}
      {asking === 'revoke' || asking === 'hold' || asking === 'release' ? (
        <RevokeDialog
          step={asking}
          target={{ certificateId: row.certificateId }}
          name={row.commonName === '' ? row.serialNumber : row.commonName}
          onClose={() => setAsking('nothing')}
        />
      ) : null}
      {asking === 'export' ? <ExportDialog row={row} onClose={() => setAsking('nothing')} /> : null}
      {asking === 'remove' ? (
        <ConfirmDialog
          open
          question={t('certificates.removeAsk')}
          consequence={t('certificates.removeText')}
          confirm={t('certificates.remove')}
          onConfirm={() => void onRemove()}
          onClose={() => setAsking('nothing')}
        />
      ) : null}
    </>
  );
}
