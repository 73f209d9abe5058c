import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** A connection keeps to its generation until somebody says so: here, once a later one has its certificate. */
export function SuccessorBar({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { connectionId, revision, settings, identity } = connection;
  const noChange = useMayCall('platforms.change');
  const now = useNow();
  const take = useCoreAction((core, generationId: string) =>
    core.platforms.change({ connectionId, revision, settings: { ...settings, generationId } }),
  );
  if (identity === undefined) return null;
  const { successor, keyGroupId, generation, notAfter } = identity;
  const hasEnded = new Date(notAfter).getTime() <= now.getTime();
  if (successor === undefined) {
    return hasEnded ? (
      <Banner verdict="fail" text={<SafeText text={t('platforms.ownEnded', { group: keyGroupId, generation })} />} />
    ) : null;
  }
  const next = `g${successor.generation}`;
  return (
    <>
      <Banner
        verdict={hasEnded ? 'fail' : 'warn'}
        text={
          <SafeText
            text={t('platforms.successor', {
              group: keyGroupId,
              next,
              date: successor.notAfter.slice(0, 10),
              shown: `g${generation}`,
            })}
          />
        }
        {...(noChange !== undefined || take.busy
          ? {}
          : {
              action: {
                label: t('platforms.takeSuccessor', { next }),
                onAction: () => {
                  void take.run(successor.generationId).then((done) => {
                    if (done !== undefined) showToast(t('platforms.successorTaken', { next }));
                  });
                },
              },
            })}
      />
      {take.fault === undefined ? null : <FaultNote fault={take.fault} />}
    </>
  );
}
