import type { SaveEnd } from '../../platform/shell-bridge.ts';
import type { Translate } from '../../locales/translate.ts';
import { showToast } from '../../ui/toast-store.ts';

/** Why a file was not saved; undefined when it was, or when the person cancelled. */
export type SaveProblem = Extract<SaveEnd, { readonly kind: 'failed' }>['reason'] | 'no-shell';

/** Asks where and saves; tells the end as a toast that can show the file. */
export async function saveBytes(t: Translate, name: string, bytes: Uint8Array): Promise<SaveProblem | undefined> {
  const { shell } = window;
  if (shell === undefined) return 'no-shell';
  const end = await shell.saveFile(name, new Uint8Array(bytes));
  switch (end.kind) {
    case 'saved':
      showToast(t('csrs.saved', { path: end.path }), {
        label: t('csrs.showFile'),
        onAction: () => void shell.showSaved(end.savedId),
      });
      return undefined;
    case 'cancelled':
      return undefined;
    case 'failed':
      return end.reason;
  }
}
