import type { ReactNode } from 'react';
import type { OperatorView } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { useProposing } from './use-proposing.ts';

/** Proposes to take an operator out; the name has to be typed. */
export function RemoveDialog(props: { readonly operator: OperatorView; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { operatorId, name } = props.operator;
  const { busy, fault, propose } = useProposing(props.onClose);
  return (
    <TypedConfirmDialog
      open
      name={name}
      question={t('operators.removeAsk', { name })}
      consequence={t('operators.removeText', { name })}
      confirm={t('operators.removeIt')}
      busy={busy}
      problem={fault === undefined ? undefined : <FaultNote fault={fault} />}
      onConfirm={() => void propose({ kind: 'remove', operatorId })}
      onClose={props.onClose}
    />
  );
}
