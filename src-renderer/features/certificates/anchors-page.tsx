import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { TrustAnchor } from '../../../shared/contract/certificates.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import type { Translate } from '../../locales/translate.ts';
import { plain } from './certificate-words.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { useOneCertificate } from '../inspection/index.ts';

type Purpose = TrustAnchor['purposes'][number];
const PURPOSES: readonly Purpose[] = ['tls-client', 'tls-server', 'object-signing', 'identity', 'any'];

function columnsOf(
  t: Translate,
  noEnd: string | undefined,
  onEnd: (anchor: TrustAnchor) => void,
): readonly Column<TrustAnchor>[] {
  return [
    {
      id: 'subject',
      header: t('decoded.subject'),
      width: 'minmax(10rem, 2fr)',
      render: (row) => (
        <Link inRow onFollow={() => open(row)}>
          <SafeText text={row.subject} />
        </Link>
      ),
    },
    {
      id: 'purposes',
      header: t('certificates.anchorFor'),
      width: 'minmax(9rem, 1fr)',
      render: (row) => row.purposes.map((one) => t(`certificates.purpose_${one}`)).join(', '),
    },
    {
      id: 'notAfter',
      header: t('decoded.validUntil'),
      kind: 'date',
      width: '9rem',
      render: (row) => <RelativeDate date={new Date(row.notAfter)} />,
    },
    {
      id: 'note',
      header: t('certificates.note'),
      width: 'minmax(7rem, 1fr)',
      render: (row) => <SafeText text={row.note} />,
    },
    {
      id: 'sha256',
      header: 'SHA-256',
      kind: 'mono',
      width: '9rem',
      render: (row) => <Fingerprint hex={row.sha256} short />,
    },
    {
      id: 'end',
      header: t('certificates.trust'),
      width: '8rem',
      render: (row) =>
        row.authorityId === undefined ? (
          <Button small kind="danger" disabledReason={noEnd} onClick={() => onEnd(row)}>
            {t('certificates.distrust')}
          </Button>
        ) : (
          t('certificates.source_authority')
        ),
    },
  ];
}

function open(row: TrustAnchor): void {
  navigate('certificates', { id: row.certificateId, name: row.subject });
}

const Purposes = styled('fieldset')({
  border: 0,
  margin: 0,
  padding: 0,
  display: 'flex',
  flexWrap: 'wrap',
  gap: `${rem(4)} ${rem(20)}`,
  legend: { ...type.small, color: look.ink2, padding: 0, marginBottom: rem(2) },
});

/** Whom this workspace trusts, and for what. */
export function AnchorsPage(): ReactNode {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const mayTrust = useMayCall('certificates.trust');
  const noEnd = useMayCall('certificates.distrust');
  const [ending, setEnding] = useState<TrustAnchor>();
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'certificates.addAnchor',
        title: () => t('certificates.addAnchor'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayTrust,
        run: () => setAdding(true),
      },
    ],
    [t, mayTrust],
  );
  useCommands(commands);
  const query = useCoreQuery(['certificates', 'authorities'], ['certificates.anchors'], (core) =>
    core.certificates.anchors({}),
  );
  const end = useCoreAction((core, certificateId: string) => core.certificates.distrust({ certificateId }));
  const anchors = query.data?.anchors ?? [];
  const add = (
    <Button kind="primary" icon="plus" keys="N" disabledReason={mayTrust} onClick={() => setAdding(true)}>
      {t('certificates.addAnchor')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('certificates.anchors')}
        facts={<span>{t('certificates.anchorsAbout')}</span>}
        actions={
          <>
            <Button onClick={() => navigate('certificates')}>{t('certificates.title')}</Button>
            {add}
          </>
        }
      />
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      {end.fault === undefined ? null : <FaultNote fault={end.fault} />}
      <DataTable
        label={t('certificates.anchors')}
        columns={columnsOf(t, noEnd, setEnding)}
        rowCount={anchors.length}
        rowAt={(index) => anchors[index]}
        rowKey={(row) => row.certificateId}
        onOpen={open}
        state={
          query.data === undefined && query.error === null
            ? { kind: 'loading', what: t('certificates.anchors') }
            : { kind: 'ready' }
        }
        empty={<EmptyState title={t('certificates.noAnchors')} text={t('certificates.noAnchorsText')} actions={add} />}
      />
      {adding ? <AddAnchor onClose={() => setAdding(false)} /> : null}
      {ending === undefined ? null : (
        <ConfirmDialog
          open
          question={t('certificates.distrustAsk')}
          consequence={t('certificates.distrustText')}
          confirm={t('certificates.distrust')}
          onConfirm={() => {
            void end.run(ending.certificateId);
            setEnding(undefined);
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}

/** The SHA-256 is typed from what its owner said, so that nobody trusts a file by a slip. */
function AddAnchor({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { chosen, fields } = useOneCertificate();
  const [sha256, setSha256] = useState('');
  const [note, setNote] = useState('');
  const [purposes, setPurposes] = useState<ReadonlySet<Purpose>>(new Set());
  const trust = useCoreAction((core, given: InputSource) =>
    core.certificates.trust({ source: given, sha256: plainHex(sha256), purposes: [...purposes], note }),
  );
  const missing =
    chosen === undefined
      ? t('certificates.chooseCertificate')
      : !/^[0-9a-f]{64}$/u.test(plainHex(sha256))
        ? t('certificates.typeSha256')
        : purposes.size === 0
          ? t('certificates.choosePurpose')
          : undefined;
  const submit = async (): Promise<void> => {
    if (missing !== undefined || chosen === undefined) return;
    if ((await trust.run(chosen)) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('certificates.addAnchor'))}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" disabledReason={missing} onClick={() => void submit()}>
            {t('certificates.trustIt')}
          </Button>
        </>
      }
    >
      {fields}
      <TextField
        label={t('certificates.sha256OfOwner')}
        hint={t('certificates.sha256Hint')}
        value={sha256}
        onChange={setSha256}
        mono
      />
      <Purposes>
        <legend>{t('certificates.anchorFor')}</legend>
        {PURPOSES.map((purpose) => (
          <CheckField
            key={purpose}
            label={t(`certificates.purpose_${purpose}`)}
            checked={purposes.has(purpose)}
            onChange={(checked) => {
              const next = new Set(purposes);
              if (checked) next.add(purpose);
              else next.delete(purpose);
              setPurposes(next);
            }}
          />
        ))}
      </Purposes>
      <TextField label={t('certificates.note')} value={note} onChange={setNote} maxLength={200} />
      {trust.fault === undefined ? null : <FaultNote fault={trust.fault} />}
    </Dialog>
  );
}

/** Fingerprints come with colons and blanks, in any case. */
function plainHex(text: string): string {
  return text.replace(/[^0-9A-Fa-f]/gu, '').toLowerCase();
}
