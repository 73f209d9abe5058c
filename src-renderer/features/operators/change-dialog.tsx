import { useState, type ReactNode } from 'react';
import type { OperatorView, RosterWish } from '../../../shared/contract/operators.ts';
import type { OperatorRole } from '../../../shared/domain/roles.ts';
import { useT } from '../../locales/language.tsx';
import type { OperatorsOverview } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { AnchorsField, RecoveryField } from './anchors-field.tsx';
import { IdentityChoice } from './identity-choice.tsx';
import { RolesField } from './roles-field.tsx';
import { useProposing } from './use-proposing.ts';

export type Change =
  | { readonly kind: 'enrol' | 'rules' | 'anchors' | 'recovery' }
  | { readonly kind: 'roles' | 'certificate'; readonly operator: OperatorView };

interface ChangeDialogProps {
  readonly change: Change;
  readonly overview: OperatorsOverview;
  readonly onClose: () => void;
}

interface Form {
  readonly name: string;
  readonly roles: readonly OperatorRole[];
  readonly certificateId: string | undefined;
  readonly certificateIds: readonly string[];
  readonly count: string;
}

const LEAST_VOTES = 2;
const MOST_VOTES = 9;

/** What is wished for, and the proposal of it. */
export function ChangeDialog({ change, overview, onClose }: ChangeDialogProps): ReactNode {
  const t = useT();
  const { roster } = overview;
  const [form, setForm] = useState<Form>({
    name: '',
    roles: change.kind === 'roles' ? change.operator.roles : [],
    certificateId: undefined,
    certificateIds: [],
    count: String(
      change.kind === 'recovery' ? (roster.recovery?.needed ?? 1) : Math.max(LEAST_VOTES, roster.votesNeeded),
    ),
  });
  const set = (part: Partial<Form>): void => setForm((before) => ({ ...before, ...part }));
  const { busy, fault, propose } = useProposing(onClose);
  const { wish, missing } = wishOf(change, form);
  const title =
    change.kind === 'roles'
      ? t('operators.changeRolesTitle', { name: change.operator.name })
      : change.kind === 'certificate'
        ? t('operators.renewTitle', { name: change.operator.name })
        : t(`operators.${change.kind}Title`);
  const submit = (): void => {
    if (wish !== undefined) void propose(wish);
  };
  return (
    <Dialog
      open
      width="wide"
      title={title}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabled={busy}
            disabledReason={missing === undefined ? undefined : t(`operators.${missing}`)}
          >
            {t('operators.propose')}
          </Button>
        </>
      }
    >
      {change.kind === 'enrol' ? (
        <TextField
          label={t('operators.name')}
          hint={t('operators.nameHint')}
          value={form.name}
          maxLength={80}
          autoFocus
          onChange={(name) => set({ name })}
        />
      ) : null}
      {change.kind === 'enrol' || change.kind === 'certificate' ? (
        <IdentityChoice value={form.certificateId} onChange={(certificateId) => set({ certificateId })} />
      ) : null}
      {change.kind === 'enrol' || change.kind === 'roles' ? (
        <RolesField value={form.roles} onChange={(roles) => set({ roles })} />
      ) : null}
      {change.kind === 'rules' ? (
        <TextField
          label={t('operators.rulesVotes')}
          hint={t('operators.rulesVotesHint')}
          value={form.count}
          autoFocus
          onChange={(count) => set({ count })}
        />
      ) : null}
      {change.kind === 'anchors' ? (
        <AnchorsField value={form.certificateIds} onChange={(certificateIds) => set({ certificateIds })} />
      ) : null}
      {change.kind === 'recovery' ? (
        <>
          <Prose>{t('operators.recoveryAbout')}</Prose>
          <RecoveryField
            current={(roster.recovery?.certificates ?? []).map(({ sha256 }) => sha256)}
            value={form.certificateIds}
            onChange={(certificateIds) => set({ certificateIds })}
          />
          {form.certificateIds.length === 0 ? null : (
            <TextField label={t('operators.recoveryNeeded')} value={form.count} onChange={(count) => set({ count })} />
          )}
        </>
      ) : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

type Missing = 'needName' | 'needRoles' | 'needCertificateChosen' | 'needVotes' | 'needAnchor' | 'needRecovery';

/** The wish, or what it lacks. Whether the roster's rules allow it is core's to say. */
function wishOf(
  change: Change,
  { name, roles, certificateId, certificateIds, count }: Form,
): { readonly wish?: RosterWish; readonly missing?: Missing } {
  const number = /^[0-9]$/u.test(count.trim()) ? Number(count) : 0;
  switch (change.kind) {
    case 'enrol':
      if (name.trim() === '') return { missing: 'needName' };
      if (certificateId === undefined) return { missing: 'needCertificateChosen' };
      if (roles.length === 0) return { missing: 'needRoles' };
      return { wish: { kind: 'enrol', name: name.trim(), certificateId, roles: [...roles] } };
    case 'roles':
      if (roles.length === 0) return { missing: 'needRoles' };
      return { wish: { kind: 'roles', operatorId: change.operator.operatorId, roles: [...roles] } };
    case 'certificate':
      if (certificateId === undefined) return { missing: 'needCertificateChosen' };
      return { wish: { kind: 'certificate', operatorId: change.operator.operatorId, certificateId } };
    case 'rules':
      if (number < LEAST_VOTES || number > MOST_VOTES) return { missing: 'needVotes' };
      return { wish: { kind: 'rules', votesNeeded: number, singleOperator: false } };
    case 'anchors':
      if (certificateIds.length === 0) return { missing: 'needAnchor' };
      return { wish: { kind: 'anchors', certificateIds: [...certificateIds] } };
    case 'recovery': {
      const none = certificateIds.length === 0;
      if (!none && (number < 1 || number > certificateIds.length)) return { missing: 'needRecovery' };
      return { wish: { kind: 'recovery', certificateIds: [...certificateIds], needed: none ? 0 : number } };
    }
  }
}
