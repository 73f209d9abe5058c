import type { ReactNode } from 'react';
import type { PolicyView } from '../../../shared/contract/documents.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { policyRules, type RuleValues, ruleValues } from '../../../shared/domain/policy-rules.ts';
import { ok } from '../../../shared/util/result.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChangeLines } from './change-lines.tsx';

interface ProposeDialogProps {
  readonly view: PolicyView;
  /** The policy as JSON; undefined: none of its own any more. */
  readonly text: string | undefined;
  readonly values: RuleValues;
  readonly isVoted: boolean;
  readonly onClose: () => void;
}

/** What would change, once more; then it is proposed, or set where nobody is enrolled. */
export function ProposeDialog({ view, text, values, isVoted, onClose }: ProposeDialogProps): ReactNode {
  const t = useT();
  const { document } = view;
  const put = useCoreAction(async (core, wanted: string | undefined) => {
    const read = wanted === undefined ? ok({ policy: null }) : await core.policy.read({ text: wanted });
    return read.ok ? core.policy.propose({ document, policy: read.value.policy }) : read;
  });
  const before = ruleValues(view.policy);
  const after = text === undefined ? ruleValues(view.above) : values;
  const changes = policyRules.flatMap(({ rule }) => {
    const [was, is] = [canonicalJson(before.get(rule) ?? null), canonicalJson(after.get(rule) ?? null)];
    return was === is ? [] : [{ rule, before: was, after: is }];
  });
  const submit = async (): Promise<void> => {
    const end = await put.run(text);
    if (end === undefined) return;
    onClose();
    showToast(t(end.applied ? 'policies.isSet' : 'policies.proposed'));
    // The vote is a step of its own, on what that page then shows.
    if (!end.applied) navigate('operators');
  };
  return (
    <Dialog
      open
      width="wide"
      title={t(text === undefined ? 'policies.giveUpTitle' : isVoted ? 'policies.proposeTitle' : 'policies.setTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button kind="primary" submit disabled={put.busy}>
            {t(isVoted ? 'policies.proposeDo' : 'policies.setDo')}
          </Button>
        </>
      }
    >
      {text === undefined ? <Prose>{t('policies.giveUpText')}</Prose> : null}
      <Prose>{t(isVoted ? 'policies.proposeText' : 'policies.setText')}</Prose>
      <ChangeLines changes={changes} />
      {put.fault === undefined ? null : <FaultNote fault={put.fault} />}
    </Dialog>
  );
}
