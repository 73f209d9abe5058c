import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Mono } from '../../ui/mono.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { hostsOf } from './trouble.tsx';

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
      consequence={t('platforms.allowText')}
      facts={[
        { label: t('platforms.connectedHost'), value: <Mono text={from} /> },
        { label: t('platforms.otherHost'), value: <Mono text={to} /> },
      ]}
      keep={t('platforms.doNotAllow')}
      confirm={t('platforms.allowIt')}
      busy={allow.busy}
      problem={allow.fault === undefined ? null : <FaultNote fault={allow.fault} />}
      onClose={onClose}
      onConfirm={() => {
        void allow.run(to).then((done) => {
          if (done === undefined) return;
          onClose();
          showToast(t('platforms.allowed', { to }));
        });
      }}
    />
  );
}
