import { useMemo, useState, type ReactNode } from 'react';
import type { InboxQuery } from '../../../shared/contract/request-desk.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useMayCall } from '../../platform/operators.ts';
import { BulkBar } from '../../ui/bulk-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { voteOn } from '../decisions/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AsideDialog } from './aside-dialog.tsx';
import { ExportListDialog } from './export-list-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { useDesk } from './use-desk.ts';

interface InboxBulkProps {
  readonly selected: ReadonlySet<string>;
  /** The row that stands out; what the keys act on while nothing is selected. */
  readonly active: string | undefined;
  readonly query: InboxQuery;
  readonly onClear: () => void;
}

type Asking = 'nothing' | 'hold' | 'withdraw' | 'reject' | 'export';

/** What can be done with the requests that are selected, by buttons and by keys. */
export function InboxBulk({ selected, active, query, onClear }: InboxBulkProps): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<Asking>('nothing');
  const desk = useDesk();
  const { run } = desk;
  const requestIds = useMemo(
    () => (selected.size > 0 ? [...selected].slice(0, 1000) : active === undefined ? [] : [active]),
    [selected, active],
  );
  const none = requestIds.length === 0 ? t('requests.noneChosen') : undefined;
  const noClaim = useMayCall('requests.claim') ?? none;
  const noHold = useMayCall('requests.hold') ?? none;
  const noReject = useMayCall('requests.reject') ?? none;
  const noWithdraw = useMayCall('requests.withdraw') ?? none;
  const commands = useMemo((): readonly Command[] => {
    const ids = [...requestIds];
    return [
      {
        id: 'decisions.batch',
        title: () => t('decisions.batch'),
        icon: 'signature',
        keys: 'V',
        scope: 'here',
        disabledReason: () => none,
        run: () => voteOn(ids),
      },
      {
        id: 'requests.claim',
        title: () => t('requests.claim'),
        icon: 'user',
        keys: 'C',
        scope: 'here',
        disabledReason: () => noClaim,
        run: () => void run((core) => core.requests.claim({ requestIds: ids })),
      },
      {
        id: 'requests.unclaim',
        title: () => t('requests.unclaim'),
        icon: 'undo-2',
        keys: 'U',
        scope: 'here',
        disabledReason: () => noClaim,
        run: () => void run((core) => core.requests.unclaim({ requestIds: ids })),
      },
      {
        id: 'requests.hold',
        title: () => t('requests.hold'),
        icon: 'circle-pause',
        keys: 'H',
        scope: 'here',
        disabledReason: () => noHold,
        run: () => setAsking('hold'),
      },
      {
        id: 'requests.release',
        title: () => t('requests.release'),
        icon: 'play',
        scope: 'here',
        disabledReason: () => noHold,
        run: () => void run((core) => core.requests.release({ requestIds: ids })),
      },
      {
        id: 'requests.withdraw',
        title: () => t('requests.withdraw'),
        icon: 'undo-2',
        scope: 'here',
        disabledReason: () => noWithdraw,
        run: () => setAsking('withdraw'),
      },
      {
        id: 'requests.rejectMany',
        title: () => t('requests.reject'),
        icon: 'x',
        keys: 'R',
        scope: 'here',
        disabledReason: () => noReject,
        run: () => setAsking('reject'),
      },
    ];
  }, [t, run, requestIds, none, noClaim, noHold, noWithdraw, noReject]);
  useCommands(commands);
  const vote = (): void => commands.find(({ id }) => id === 'decisions.batch')?.run();
  const close = (): void => setAsking('nothing');
  const done = (): void => {
    close();
    onClear();
  };
  const claim = async (): Promise<void> => {
    if ((await run((core) => core.requests.claim({ requestIds: [...requestIds] }))) !== undefined) onClear();
  };
  return (
    <>
      {desk.fault === undefined ? null : <FaultNote fault={desk.fault} />}
      <BulkBar
        count={selected.size}
        onClear={onClear}
        actions={
          <>
            <Button small icon="signature" keys="V" onClick={vote}>
              {t('decisions.batch')}
            </Button>
            <Button small keys="C" disabledReason={noClaim} onClick={() => void claim()}>
              {t('requests.claim')}
            </Button>
            <Button small keys="H" disabledReason={noHold} onClick={() => setAsking('hold')}>
              {t('requests.hold')}
            </Button>
            <Button small kind="danger" keys="R" disabledReason={noReject} onClick={() => setAsking('reject')}>
              {t('requests.reject')}
            </Button>
            <MenuButton
              items={[
                {
                  label: t('requests.unclaim'),
                  disabledReason: noClaim,
                  onSelect: () => void run((core) => core.requests.unclaim({ requestIds: [...requestIds] })),
                },
                {
                  label: t('requests.release'),
                  disabledReason: noHold,
                  onSelect: () => void run((core) => core.requests.release({ requestIds: [...requestIds] })),
                },
                {
                  label: t('requests.withdraw'),
                  disabledReason: noWithdraw,
                  onSelect: () => setAsking('withdraw'),
                },
                { label: t('requests.exportSelected'), onSelect: () => setAsking('export') },
              ]}
            />
          </>
        }
      />
      {asking === 'hold' || asking === 'withdraw' ? (
        <AsideDialog kind={asking} requestIds={requestIds} onClose={close} onDone={done} />
      ) : null}
      {asking === 'reject' ? <RejectDialog requestIds={requestIds} onClose={close} onDone={done} /> : null}
      {asking === 'export' ? <ExportListDialog requestIds={requestIds} query={query} onClose={close} /> : null}
    </>
  );
}
