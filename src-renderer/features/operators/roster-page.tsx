import { useMemo, useState, type ReactNode } from 'react';
import type { OperatorView } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useMayCall, type OperatorsOverview } from '../../platform/operators.ts';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Columns, PageBody, Prose, Section } from '../../ui/section.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { saveBytes } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChangeDialog, type Change } from './change-dialog.tsx';
import { GenesisPart } from './genesis-part.tsx';
import { Hashes } from './hashes.tsx';
import { HistoryPart } from './history-part.tsx';
import { ImportVotesDialog } from './import-votes-dialog.tsx';
import { OperatorsTable } from './operators-table.tsx';
import { plain } from './operator-words.ts';
import { ProposalsPart } from './proposals-part.tsx';
import { RecoveryPart } from './recovery-part.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

type Asking =
  | Change
  | { readonly kind: 'remove'; readonly operator: OperatorView }
  | { readonly kind: 'import'; readonly what: 'votes' | 'recovery' };

/** Who may decide here, by which rules, what waits for votes, and how it came to be. */
export function RosterPage({
  overview,
  onElsewhere,
}: {
  readonly overview: OperatorsOverview;
  readonly onElsewhere: () => void;
}): ReactNode {
  const t = useT();
  const { roster, operators, proposals, me } = overview;
  const [asking, setAsking] = useState<Asking>();
  const close = (): void => setAsking(undefined);
  const mayPropose = useMayCall('operators.propose');
  const mayImport = useMayCall('operators.importVotes');
  const exported = useCoreAction((core) => core.operators.exportRoster({}));
  const save = async (): Promise<void> => {
    const file = await exported.run(undefined);
    if (file !== undefined) await saveBytes(t, file.suggestedName, file.content);
  };
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'operators.enrol',
        title: () => t('operators.enrol'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayPropose,
        run: () => (mayPropose === undefined ? setAsking({ kind: 'enrol' }) : undefined),
      },
    ],
    [t, mayPropose],
  );
  useCommands(commands);
  return (
    <>
      <PageHead
        title={t('operators.title')}
        facts={
          <>
            {roster.singleOperator ? <VerdictChip verdict="warn" word={t('operators.single')} /> : null}
            <span>{t('operators.votesNeeded', { count: roster.votesNeeded })}</span>
            <span>{t('operators.entries', { count: roster.seq })}</span>
          </>
        }
        actions={
          <>
            <Button
              kind="primary"
              icon="plus"
              keys="N"
              disabledReason={mayPropose}
              onClick={() => setAsking({ kind: 'enrol' })}
            >
              {t('operators.enrol')}
            </Button>
            <MenuButton
              items={[
                {
                  label: t('operators.importVotes'),
                  disabledReason: mayImport,
                  onSelect: () => setAsking({ kind: 'import', what: 'votes' }),
                },
                { label: t('operators.elsewhere'), onSelect: onElsewhere },
                { label: t('operators.exportRoster'), onSelect: () => void save() },
              ]}
            />
          </>
        }
      />
      <PageBody>
        {exported.fault === undefined ? null : <FaultNote fault={exported.fault} />}
        {roster.singleOperator ? <Banner verdict="warn" text={t('operators.singleAbout')} /> : null}
        <Section title={t('operators.title')} bare>
          <OperatorsTable operators={operators} me={me?.operatorId} mayPropose={mayPropose} onAsk={setAsking} />
        </Section>
        <ProposalsPart proposals={proposals} me={me?.operatorId} />
        <Columns>
          <Section
            title={t('operators.rules')}
            aside={
              <Button small disabledReason={mayPropose} onClick={() => setAsking({ kind: 'rules' })}>
                {t('operators.rulesDots')}
              </Button>
            }
          >
            <Prose>
              {roster.singleOperator
                ? t('operators.single')
                : t('operators.votesNeeded', { count: roster.votesNeeded })}
            </Prose>
          </Section>
          <RecoveryPart
            recovery={roster.recovery}
            mayPropose={mayPropose}
            onChange={() => setAsking({ kind: 'recovery' })}
            onElsewhere={onElsewhere}
            onRecover={() => setAsking({ kind: 'import', what: 'recovery' })}
          />
          <Section
            title={t('operators.anchors')}
            aside={
              <Button small disabledReason={mayPropose} onClick={() => setAsking({ kind: 'anchors' })}>
                {t('operators.anchorsDots')}
              </Button>
            }
          >
            <Hashes
              rows={roster.anchors.map(({ subject, sha256 }) => ({ name: subject, sha256 }))}
              label={plain(t('operators.anchors'))}
            />
          </Section>
          {roster.documents.length === 0 ? null : (
            <Section title={t('operators.documents')}>
              <Hashes
                rows={roster.documents.map(({ document, sha256 }) => ({ name: document, sha256 }))}
                label={t('operators.documents')}
              />
            </Section>
          )}
        </Columns>
        {roster.genesis === undefined ? null : (
          <Section title={t('operators.genesis')}>
            <GenesisPart genesis={roster.genesis} />
          </Section>
        )}
        <HistoryPart />
      </PageBody>
      {asking === undefined ? null : asking.kind === 'remove' ? (
        <RemoveDialog operator={asking.operator} onClose={close} />
      ) : asking.kind === 'import' ? (
        <ImportVotesDialog what={asking.what} onClose={close} />
      ) : (
        <ChangeDialog change={asking} overview={overview} onClose={close} />
      )}
    </>
  );
}
