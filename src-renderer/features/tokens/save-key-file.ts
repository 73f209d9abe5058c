import type { Translate } from '../../locales/translate.ts';
import { dismissBanner, showBanner } from '../../platform/app-status.ts';
import { showToast } from '../../ui/toast-store.ts';

const BANNER = 'key-file-not-saved';

/** Saves through the shell's dialog. The bytes are kept nowhere: a file that was not saved is exported again. */
export async function saveKeyFile(t: Translate, name: string, file: Uint8Array): Promise<void> {
  const end = await window.shell?.saveFile(name, new Uint8Array(file));
  if (end?.kind === 'saved') {
    dismissBanner(BANNER);
    showToast(t('tokens.exported', { path: end.path }), {
      label: t('tokens.showFile'),
      onAction: () => void window.shell?.showSaved(end.savedId),
    });
  } else if (end?.kind === 'failed') {
    showBanner({
      id: BANNER,
      verdict: 'fail',
      text: (words) => words('tokens.notSaved', { name, reason: words(`tokens.saveFailed_${end.reason}`) }),
      closable: true,
    });
  }
}
