import { useMemo, useState, type ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { rich, useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { type BulkLine, type BulkPlan, planBulk } from './bulk-lines.ts';
import { NO_REASON, ReasonFields, readReason } from './reason-fields.tsx';
import type { RevocationStep } from './revoke-dialog.tsx';

/** As many as core takes at once. */
const MOST = 1000;
const ROWS = 6;

interface BulkDialogProps {
  readonly step: RevocationStep;
  readonly certificateIds: readonly string[];
  readonly onClose: () => void;
  /** Something was changed. */
  readonly onDone: () => void;
}

/** Revokes, holds or releases many at once: what would happen to each first, what has happened to each afterwards. */
export function BulkDialog(props: BulkDialogProps): ReactNode {
  const t = useT();
  const { step, onClose, onDone } = props;
  const certificateIds = useMemo(() => props.certificateIds.slice(0, MOST), [props.certificateIds]);
  const query = useCoreQuery(
    'certificates',
    ['revocations.preview', step, certificateIds],
    (core) =>
      core.revocations.preview({ targets: certificateIds.map((certificateId) => ({ certificateId })), each: true }),
    { keepPrevious: false },
  );
  const plan = useMemo(
    () => (query.data === undefined ? undefined : planBulk(t, step, query.data)),
    [t, step, query.data],
  );
  const [form, setForm] = useState({ ...NO_REASON, typed: '' });
  /** What was decided on; the preview reads what is there now. */
  const [done, setDone] = useState<BulkPlan>();
  const change = (part: Partial<typeof form>): void => setForm((before) => ({ ...before, ...part }));
  const reason = readReason(form);
  const decide = useCoreAction((core, { certificateIds: ids, confirm }: BulkPlan) => {
    const decision = { targets: ids.map((certificateId) => ({ certificateId })), note: form.note.trim(), confirm };
    if (step === 'hold') return core.revocations.hold(decision);
    if (step === 'release') return core.revocations.release(decision);
    return core.revocations.revoke({ ...decision, ...reason.value });
  });
  const isEmpty = plan?.certificateIds.length === 0;
  const fits = !isEmpty && form.typed.trim() === plan?.confirm && (step !== 'revoke' || !reason.isWrong);
  const submit = async (): Promise<void> => {
    if (done !== undefined) onClose();
    if (done !== undefined || plan === undefined || !fits || decide.busy) return;
    if ((await decide.run(plan)) === undefined) return;
    setDone(plan);
    onDone();
  };
  const missing = isEmpty
    ? t('revocations.bulkNone')
    : decide.busy
      ? t('revocations.bulkBusy')
      : fits
        ? undefined
        : t('revocations.bulkFirst');
  return (
    <Dialog
      open
      width="wide"
      title={
        done === undefined
          ? t(`revocations.bulk_${step}`, { count: plan?.certificateIds.length ?? certificateIds.length })
          : t('revocations.bulkDone', { count: done.certificateIds.length, all: done.lines.length })
      }
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        done === undefined ? (
          <>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button kind={fits ? 'dangerFilled' : 'danger'} submit disabledReason={missing}>
              {t(`revocations.${step}Do`)}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => toList(done, onClose)}>{t('revocations.bulkToList')}</Button>
            <Button key="close" kind="primary" autoFocus onClick={onClose}>
              {t('ui.close')}
            </Button>
          </>
        )
      }
    >
      {done !== undefined ? (
        <>
          <Banner verdict="warn" text={t('revocations.bulkListed')} />
          <Lines
            lines={doneLines(t, step, done)}
            label={t('revocations.bulkResult')}
            what={t('revocations.bulkBecame')}
          />
        </>
      ) : plan === undefined ? (
        query.error === null ? (
          <LoadingState what={t('certificates.theCertificates')} />
        ) : (
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        )
      ) : (
        <>
          <Prose>{isEmpty ? t('revocations.bulkNone') : t(`revocations.bulkText_${step}`)}</Prose>
          {props.certificateIds.length <= MOST ? null : (
            <Banner
              verdict="warn"
              text={t('revocations.bulkCut', { count: props.certificateIds.length - MOST, most: MOST })}
            />
          )}
          {plan.authorities.length === 0 ? null : (
            <Prose>
              {t('revocations.bulkUnder', {
                names: plan.authorities.map((one) => revealUnsafeCharacters(one.name)).join(', '),
              })}
            </Prose>
          )}
          <Lines lines={plan.lines} label={t('revocations.bulkPreview')} what={t('revocations.bulkWhat')} />
          {isEmpty || plan.lines.length === plan.certificateIds.length ? null : (
            <Prose>{t('revocations.bulkPassed', { count: plan.lines.length - plan.certificateIds.length })}</Prose>
          )}
          {isEmpty ? null : (
            <>
              <ReasonFields autoFocus form={form} asksReason={step === 'revoke'} onChange={change} />
              <TextField
                label={t('ui.typeToConfirm', { name: plan.confirm })}
                labelNode={rich(t, 'ui.typeToConfirm', { name: <strong>{plan.confirm}</strong> })}
                value={form.typed}
                onChange={(typed) => change({ typed })}
              />
            </>
          )}
          {decide.fault === undefined ? null : <FaultNote fault={decide.fault} />}
        </>
      )}
    </Dialog>
  );
}

function doneLines(t: Translate, step: RevocationStep, { lines, certificateIds }: BulkPlan): readonly BulkLine[] {
  return lines.map((line, index) =>
    index < certificateIds.length
      ? { ...line, verdict: 'pass' as const, word: t(`revocations.bulkDone_${step}`) }
      : line,
  );
}

/** Others learn of it only from the next list: to the one authority that signs it, or to all. */
function toList({ authorities }: BulkPlan, onClose: () => void): void {
  const [only, second] = authorities;
  onClose();
  if (only === undefined || second !== undefined) navigate('authorities');
  else navigate('authorities', { id: only.authorityId, name: only.name });
}

function Lines(props: {
  readonly lines: readonly BulkLine[];
  readonly label: string;
  /** Head of the last column. */
  readonly what: string;
}): ReactNode {
  const t = useT();
  const { lines, label, what } = props;
  const several = new Set(lines.map(({ authorityName }) => authorityName).filter((name) => name !== '')).size > 1;
  const columns = useMemo((): readonly Column<BulkLine>[] => {
    const authority: Column<BulkLine> = {
      id: 'authority',
      header: t('due.authority'),
      width: 'minmax(5rem, 0.8fr)',
      render: ({ authorityName }) => <SafeText text={authorityName} />,
    };
    return [
      {
        id: 'name',
        header: t('revocations.name'),
        width: 'minmax(9rem, 1.6fr)',
        render: ({ name }) => <SafeText text={name} />,
      },
      {
        id: 'ids',
        header: t('revocations.bulkWhom'),
        kind: 'ids',
        width: '7rem',
        render: ({ partyIds: [id] }) => (id === undefined ? '–' : <IdChip kind="party" value={id} />),
      },
      {
        id: 'until',
        header: t('decoded.validUntil'),
        kind: 'date',
        width: '6rem',
        render: ({ notAfter }) => notAfter?.slice(0, 10) ?? '–',
      },
      ...(several ? [authority] : []),
      {
        id: 'what',
        header: what,
        kind: 'state',
        width: '11rem',
        render: ({ verdict, word }) => <StateWord verdict={verdict} word={word} />,
      },
    ];
  }, [t, what, several]);
  return (
    <DataTable
      label={label}
      columns={columns}
      rowCount={lines.length}
      rowAt={(index) => lines[index]}
      rowKey={({ key }) => key}
      maxRows={ROWS}
      empty={<EmptyState title={t('revocations.bulkNone')} text="" />}
    />
  );
}
