import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';

interface OtherHostProps {
  readonly connection: Connection;
  readonly fault: CoreFault;
  readonly onClose: () => void;
}

/** Token and client certificate would go to another host: somebody decides it, with both names before their eyes. */
export function OtherHostDialog({ connection, fault, onClose }: OtherHostProps): ReactNode {
  const t = useT();
  const { from, to } = hostsOf(fault);
  const { connectionId, revision, settings } = connection;
  const allow = useCoreAction((core, host: string) =>
    core.platforms.change({
      connectionId,
      revision,
      settings: { ...settings, allowedHosts: [...settings.allowedHosts, host] },
    }),
  );
  return (
    <ConfirmDialog
      open
      question={t('platforms.allowAsk', { to })}
      consequence={t('platforms.allowText', { from, to })}
      confirm={t('platforms.allowIt')}
      onClose={onClose}
      onConfirm={() => {
        void allow.run(to).then((done) => {
          onClose();
          showToast(t(done === undefined ? 'platforms.notAllowed' : 'platforms.allowed', { to }));
        });
      }}
    />
  );
}

function hostsOf({ data }: CoreFault): { readonly from: string; readonly to: string } {
  const { from, to } = (data ?? {}) as { readonly from?: unknown; readonly to?: unknown };
  return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' };
}
