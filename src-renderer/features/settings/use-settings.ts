import type { Settings } from '../../../shared/contract/settings.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { showToast } from '../../ui/toast-store.ts';

export type SettingChanges = Partial<Settings>;

export interface SettingsInView {
  readonly settings: Settings | undefined;
  readonly readFault: CoreFault | undefined;
  readonly retry: () => void;
  readonly saving: boolean;
  readonly saveFault: CoreFault | undefined;
  /** Saves; the toast offers to undo, which is a change of its own in the audit. */
  readonly save: (changes: SettingChanges) => void;
}

export function useSettings(): SettingsInView {
  const t = useT();
  const query = useCoreQuery('settings', ['settings'], (core) => core.settings.get({}));
  const set = useCoreAction((client, changes: SettingChanges, signal) => client.settings.set({ changes }, { signal }));
  const settings = query.data?.settings;
  return {
    settings,
    readFault: query.error?.fault,
    retry: () => void query.refetch(),
    saving: set.busy,
    saveFault: set.fault,
    save: (changes) => {
      if (settings === undefined) return;
      const before = beforeOf(settings, changes);
      void set.run(changes).then((done) => {
        if (done === undefined) return;
        showToast(t('settings.saved'), {
          label: t('settings.undo'),
          onAction: () => {
            void set.run(before).then((undone) => {
              if (undone !== undefined) showToast(t('settings.undone'));
            });
          },
        });
      });
    },
  };
}

/** The present values of what is to be changed. */
function beforeOf(settings: Settings, changes: SettingChanges): SettingChanges {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(changes, name)));
}
