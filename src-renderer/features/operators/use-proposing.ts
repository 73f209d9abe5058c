import type { RosterWish } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { showToast } from '../../ui/toast-store.ts';

export interface Proposing {
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  readonly propose: (wish: RosterWish) => Promise<void>;
}

/** Puts a change before the approvers; voting for it is a step of its own, on what the page then shows. */
export function useProposing(onDone: () => void): Proposing {
  const t = useT();
  const { run, busy, fault } = useCoreAction((core, wish: RosterWish) => core.operators.propose({ wish }));
  return {
    busy,
    fault,
    propose: async (wish) => {
      if (busy || (await run(wish)) === undefined) return;
      showToast(t('operators.proposed'));
      onDone();
    },
  };
}
