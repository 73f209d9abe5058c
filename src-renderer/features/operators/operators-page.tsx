import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useOperators } from '../../platform/operators.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { FirstOperator } from './first-operator.tsx';
import { GenesisDialog } from './genesis-part.tsx';
import { LockedRoster } from './locked-roster.tsx';
import { RosterPage } from './roster-page.tsx';
import { VoteElsewhereDialog } from './vote-elsewhere-dialog.tsx';

/** Operators: none yet, the roster, or a roster that cannot be relied on. */
export function OperatorsPage(): ReactNode {
  const t = useT();
  const query = useOperators();
  const [begun, setBegun] = useState<string>();
  const [elsewhere, setElsewhere] = useState(false);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'operators.elsewhere',
        title: () => t('operators.elsewhere'),
        icon: 'signature',
        scope: 'here',
        run: () => setElsewhere(true),
      },
    ],
    [t],
  );
  useCommands(commands);
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('operators.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  if (query.data === undefined) return <LoadingState what={t('operators.reading')} />;
  const { roster } = query.data;
  return (
    <>
      {roster.state === 'none' ? (
        <FirstOperator onBegun={setBegun} onElsewhere={() => setElsewhere(true)} />
      ) : roster.state === 'locked' ? (
        <LockedRoster roster={roster} />
      ) : (
        <RosterPage overview={query.data} onElsewhere={() => setElsewhere(true)} />
      )}
      {elsewhere ? <VoteElsewhereDialog onClose={() => setElsewhere(false)} /> : null}
      {begun === undefined ? null : <GenesisDialog genesis={begun} onClose={() => setBegun(undefined)} />}
    </>
  );
}
