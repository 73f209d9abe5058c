import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { AnswerCheck } from '../../../shared/contract/answers.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SegmentedField, SelectField } from '../../ui/choice-fields.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { PathPart } from '../certificates/path-part.tsx';
import { ComparedTable, DecodedView, SpeaksFor } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { AnswerChecks } from './answer-checks.tsx';
import type { Checked } from './answer-page.tsx';

const Sides = styled('div')({
  display: 'grid',
  gap: `${rem(16)} ${rem(24)}`,
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignItems: 'start',
  '& > div': { display: 'flex', flexDirection: 'column', gap: rem(16), minWidth: 0 },
  '@container (min-width: 66rem)': { gridTemplateColumns: 'minmax(22rem, 1fr) minmax(0, 1.5fr)' },
});

interface CheckedAnswerProps {
  readonly checked: Checked;
  readonly onOther: () => void;
  /** Reads and checks the same files once more: something here has changed since. */
  readonly onAgain: () => void;
}

/** What a chain says and what does not fit; accepted only as it stands here, its warnings ticked one by one. */
export function CheckedAnswer({ checked, onOther, onAgain }: CheckedAnswerProps): ReactNode {
  const t = useT();
  const { answer, sources } = checked;
  const { checks, generationId, groupId, groupRef, csrId, leafSha256 } = answer;
  const [view, setView] = useState<'checks' | 'bytes'>('checks');
  const [shown, setShown] = useState('0');
  const [accepted, setAccepted] = useState<ReadonlySet<AnswerCheck['code']>>(new Set());
  const accept = useCoreAction((core, codes: readonly AnswerCheck['code'][]) =>
    core.answers.accept({ sources: [...sources], generationId, leafSha256, accepted: [...codes] }),
  );
  const leaf = answer.certificates[0]?.certificate;
  const fails = checks.filter(({ verdict }) => verdict === 'fail').length;
  const warnings = checks.filter(({ verdict }) => verdict === 'warn');
  const open = warnings.filter(({ code }) => !accepted.has(code)).length;
  const reason =
    fails > 0
      ? t('answers.cannotAccept', { count: fails })
      : open > 0
        ? t('answers.tickFirst', { count: open })
        : undefined;
  const { run } = accept;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'answers.accept',
        title: () => t('answers.accept'),
        icon: 'check',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => reason,
        run: () => {
          if (reason !== undefined) return;
          void run([...accepted]).then((done) => {
            if (done === undefined) return;
            showToast(t('answers.accepted', { id: groupId }));
            navigate('keys', { ref: groupRef, name: groupId, generation: generationId });
          });
        },
      },
      {
        id: 'answers.view',
        title: () => t(view === 'checks' ? 'answers.view_bytes' : 'answers.view_checks'),
        icon: 'binary',
        keys: 'B',
        scope: 'here',
        run: () => setView(view === 'checks' ? 'bytes' : 'checks'),
      },
    ],
    [t, reason, run, accepted, groupId, groupRef, generationId, view],
  );
  useCommands(commands);
  const item = answer.certificates[Number(shown)];
  return (
    <>
      <PageHead
        title={<SafeText text={leaf?.subject ?? t('answers.title')} />}
        facts={
          <>
            <VerdictChip
              verdict={fails > 0 ? 'fail' : warnings.length > 0 ? 'warn' : 'pass'}
              word={
                fails > 0
                  ? t('answers.doesNotFit')
                  : warnings.length > 0
                    ? t('answers.fitsWithWarnings', { count: warnings.length })
                    : t('answers.fits')
              }
            />
            <span>
              {t('answers.forKey')}{' '}
              <Link onFollow={() => navigate('keys', { ref: groupRef, name: groupId, generation: generationId })}>
                <Mono text={groupId} />
              </Link>
            </span>
            {csrId === undefined ? null : (
              <Link onFollow={() => navigate('csrs', { id: csrId })}>{t('answers.openCsr')}</Link>
            )}
            <span>
              {t('decoded.sha256')} <Fingerprint hex={leafSha256} short copy={t('decoded.sha256')} />
            </span>
          </>
        }
        actions={
          <>
            <Button onClick={onOther}>{t('answers.other')}</Button>
            <Button
              kind="primary"
              icon="check"
              keys="Ctrl+Enter"
              disabledReason={reason}
              onClick={commands[0]?.run ?? onOther}
            >
              {t('answers.accept')}
            </Button>
          </>
        }
      />
      {leaf === undefined ? null : <SpeaksFor ids={leaf.ocpi} />}
      <FilterBar>
        <SegmentedField<'checks' | 'bytes'>
          label={t('answers.view')}
          hideLabel
          value={view}
          choices={[
            { value: 'checks', label: t('answers.view_checks') },
            { value: 'bytes', label: t('answers.view_bytes') },
          ]}
          onChange={setView}
        />
        {view === 'checks' || answer.certificates.length < 2 ? null : (
          <BarField word={t('answers.whichCertificate')}>
            <SelectField
              label={t('answers.whichCertificate')}
              value={shown}
              choices={answer.certificates.map(({ certificate }, index) => ({
                value: String(index),
                label: certificate?.subject ?? t('decoded.kind_certificate'),
              }))}
              onChange={setShown}
            />
          </BarField>
        )}
      </FilterBar>
      {view === 'bytes' ? (
        item === undefined ? null : (
          <DecodedView key={shown} item={item} />
        )
      ) : (
        <PageBody>
          {accept.fault === undefined ? null : <FaultNote fault={accept.fault} onRetry={onAgain} />}
          <Sides>
            <div>
              <AnswerChecks
                checks={checks}
                accepted={accepted}
                onAccept={(code, on) => {
                  const next = new Set(accepted);
                  if (on) next.add(code);
                  else next.delete(code);
                  setAccepted(next);
                }}
              />
              <PathPart path={answer.path} />
            </div>
            <Compared rows={answer.against} />
          </Sides>
        </PageBody>
      )}
    </>
  );
}

function Compared({ rows }: { readonly rows: Checked['answer']['against'] }): ReactNode {
  const t = useT();
  const [onlyDifferences, setOnly] = useState(false);
  return (
    <Section
      title={t('answers.compared')}
      bare
      aside={
        rows.length === 0 ? undefined : (
          <CheckField label={t('inspection.onlyDifferences')} checked={onlyDifferences} onChange={setOnly} />
        )
      }
    >
      {rows.length === 0 ? (
        <p>{t('answers.noCsr')}</p>
      ) : (
        <ComparedTable
          label={t('answers.compared')}
          leftTitle={t('answers.asked')}
          rightTitle={t('answers.issued')}
          rows={onlyDifferences ? rows.filter(({ same }) => !same) : rows}
        />
      )}
    </Section>
  );
}
