import type { Translate } from '../../locales/translate.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { SaveProblem } from '../csrs/save-bytes.ts';

/** Prints a report into a PDF where the person wants it. */
export async function savePdf(t: Translate, name: string, html: Uint8Array): Promise<SaveProblem | undefined> {
  const { shell } = window;
  if (shell === undefined) return 'no-shell';
  const text = new TextDecoder().decode(html);
  if (text.length > 500_000) return 'too-large';
  const end = await shell.savePdf(name.replace(/\.html$/, '.pdf'), text);
  if (end.kind === 'failed') return end.reason;
  if (end.kind === 'saved')
    showToast(t('csrs.saved', { path: end.path }), {
      label: t('csrs.showFile'),
      onAction: () => void shell.showSaved(end.savedId),
    });
  return undefined;
}
