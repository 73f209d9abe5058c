import { useState } from 'react';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';

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

/** A backup while work goes on. */
export function useBackup(): BackupInView {
  const [progress, setProgress] = useState(NONE);
  const [done, setDone] = useState<BackupInView['done']>();
  const backup = useCoreAction((client, grant: string, signal) => {
    return client.workspace.backup(
      { target: { grant } },
      {
        signal,
        onItem: setProgress,
      },
    );
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
    cancel: backup.cancel,
  };
}
