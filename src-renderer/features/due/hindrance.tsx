import { useState, type ReactNode } from 'react';
import type { DueHindrance } from '../../../shared/contract/due.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { utcText } from '../../ui/format/date-text.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** Why nothing is carried out, and what a person can do about it here: say that the clock is right. */
export function Hindrance(props: { readonly what: DueHindrance; readonly onTrusted: () => void }): ReactNode {
  const t = useT();
  const { what, onTrusted } = props;
  const [asking, setAsking] = useState(false);
  const noTrust = useMayCall('due.trustClock');
  const status = useCoreQuery(['system'], ['status'], (core) => core.system.status({}), { enabled: asking });
  const trusting = useCoreAction((core) => core.due.trustClock({}));
  const trust = async (): Promise<void> => {
    if ((await trusting.run(undefined)) === undefined) return;
    setAsking(false);
    onTrusted();
  };
  const now = status.data === undefined ? '–' : utcText(new Date(status.data.now));
  return (
    <>
      <Banner
        verdict="warn"
        text={t(`due.hindrance_${what}`)}
        action={
          what === 'clock' && noTrust === undefined
            ? { label: t('due.trustClock'), onAction: () => setAsking(true) }
            : undefined
        }
      />
      <ConfirmDialog
        open={asking}
        question={t('due.trustAsk')}
        consequence={t('due.trustText')}
        facts={[{ label: t('due.trustNow'), value: now }]}
        confirm={t('due.trustDo')}
        busy={trusting.busy}
        problem={trusting.fault === undefined ? null : <FaultNote fault={trusting.fault} />}
        onConfirm={() => void trust()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
