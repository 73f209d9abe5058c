import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { DeskChange } from '../../../shared/contract/request-desk.ts';
import type { Result } from '../../../shared/util/result.ts';
import { useT } from '../../locales/language.tsx';
import { type CoreAction, type CoreFault, useCoreAction } from '../../platform/core.ts';
import { showToast } from '../../ui/toast-store.ts';

type Deed = (core: AppClient) => Promise<Result<DeskChange, CoreFault>>;

/** Work on one or many requests: how many were changed is told, and with which state the first of the others was left. */
export function useDesk(): CoreAction<Deed, DeskChange> {
  const t = useT();
  const action = useCoreAction((core, deed: Deed) => deed(core));
  const run = async (deed: Deed): Promise<DeskChange | undefined> => {
    const done = await action.run(deed);
    if (done === undefined) return undefined;
    const [first] = done.skipped;
    const state = first?.state === undefined ? t('requests.gone') : t(`requests.state_${first.state}`);
    const rest = first === undefined ? '' : `; ${t('requests.skipped', { count: done.skipped.length, state })}`;
    showToast(`${t('requests.changed', { count: done.changed })}${rest}`);
    return done;
  };
  return { ...action, run };
}
