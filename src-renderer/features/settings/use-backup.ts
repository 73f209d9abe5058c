import { useState } from 'react';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { setAppStatus } from '../../platform/app-status.ts';

export interface BackupInView {
  readonly busy: boolean;
  readonly progress: { readonly done: number; readonly total: number };
  readonly fault: CoreFault | undefined;
  readonly done: { readonly path: string; readonly auditHead: string; readonly entries: number } | undefined;
  /** Asks for a new folder in the system's dialog, then copies. */
  readonly start: () => void;
  readonly cancel: () => void;
}

const NONE = { done: 0, total: 0 };

/** A backup while work goes on; also told in the status bar. */
export function useBackup(): BackupInView {
  const [progress, setProgress] = useState(NONE);
  const [done, setDone] = useState<BackupInView['done']>();
  const backup = useCoreAction(async (client, grant: string, signal) => {
    const answer = await client.workspace.backup(
      { target: { grant } },
      {
        signal,
        onItem: (item) => {
          setProgress(item);
          setAppStatus({ job: { what: (t) => t('settings.backingUp'), done: item.done, total: item.total } });
        },
      },
    );
    setAppStatus({ job: undefined });
    return answer;
  });
  const start = async (): Promise<void> => {
    const picked = await window.shell?.pickPlace('new-folder');
    if (picked === undefined) return;
    setProgress(NONE);
    setDone(undefined);
    setDone(await backup.run(picked.grant));
  };
  return {
    busy: backup.busy,
    progress,
    fault: backup.fault,
    done,
    start: () => void start(),
    cancel: () => {
      setAppStatus({ job: undefined });
      backup.cancel();
    },
  };
}
