import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';

/** As many as core signs at once. */
const MOST = 200;

interface Signing {
  /** Somebody is enrolled, so there are identity keys. */
  readonly isOffered: boolean;
  /** Why this caller cannot. */
  readonly noSign: string | undefined;
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  /** Rejected, and not signed yet; empty before the first try. */
  readonly left: readonly string[];
  readonly prompt: ReturnType<typeof usePromptState>['state'];
  readonly cancel: () => void;
  /** Whether all are signed now; if not, `left` has what is to be tried again. */
  readonly run: (requestIds: readonly string[]) => Promise<boolean>;
}

/** Signs rejections after they were made: a step of its own, since what is rejected stays rejected without it. */
export function useSignRejections(): Signing {
  const t = useT();
  const prompt = usePromptState();
  const [left, setLeft] = useState<readonly string[]>([]);
  const { run, busy, fault, cancel } = useCoreAction((core, requestIds: readonly string[], signal) => {
    prompt.reset();
    return core.evidence.signRejections({ requestIds: [...requestIds] }, { signal, onItem: prompt.take });
  });
  return {
    isOffered: useOperators().data?.roster.state === 'good',
    noSign: useMayCall('evidence.signRejections'),
    busy,
    fault,
    left,
    prompt: prompt.state,
    cancel,
    run: async (requestIds) => {
      for (let from = 0; from < requestIds.length; from += MOST) {
        setLeft(requestIds.slice(from));
        if ((await run(requestIds.slice(from, from + MOST))) === undefined) return false;
      }
      showToast(t('requests.signedRejections', { count: requestIds.length }));
      return true;
    },
  };
}

/** In the place of the dialog once the rejections are made: the token at work, or what it refused. */
export function SignRejections(props: {
  readonly signing: Signing;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { signing, onAgain, onClose } = props;
  return (
    <Dialog
      open
      title={t('requests.unsignedTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button
            kind="primary"
            icon="badge-check"
            disabledReason={signing.busy ? t('keys.busy') : undefined}
            onClick={onAgain}
          >
            {t('requests.signAgain')}
          </Button>
        </>
      }
    >
      <Prose>{t('requests.unsignedText', { count: signing.left.length })}</Prose>
      {signing.busy ? (
        <TokenWork what={t('requests.signRejectionWork')} state={signing.prompt} onCancel={signing.cancel} />
      ) : null}
      {signing.fault === undefined ? null : <FaultNote fault={signing.fault} />}
    </Dialog>
  );
}
