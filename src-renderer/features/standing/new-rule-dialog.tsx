import { useState, type ReactNode } from 'react';
import type { StandingRule } from '../../../shared/contract/standing.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChooseCertificate } from './choose-certificate.tsx';
import { RuleForm } from './rule-form.tsx';
import { formOfRule, type RuleTexts, ruleOfForm } from './rule-texts.ts';

interface NewRuleDialogProps {
  /** Chosen on another page; undefined: it is chosen here. */
  readonly certificateId: string | undefined;
  readonly onClose: () => void;
}

/** A rule from an issued certificate: what it will allow in words, what people may narrow, then it is proposed. */
export function NewRuleDialog({ certificateId: given, onClose }: NewRuleDialogProps): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState(given);
  const [typed, setTyped] = useState<RuleTexts>();
  const mayPropose = useMayCall('standing.propose');
  const draft = useCoreQuery(
    // Asked once: what somebody types stands on the rule that was drafted.
    [],
    ['standing.draft', chosen],
    (core) => core.standing.draft({ certificateId: chosen ?? '' }),
    { enabled: chosen !== undefined, keepPrevious: false },
  );
  const propose = useCoreAction((core, rule: StandingRule) => core.standing.propose({ rule }));
  const rule = chosen === undefined ? undefined : draft.data?.rule;
  const form = typed ?? (rule === undefined ? undefined : formOfRule(rule));
  const read = rule === undefined || form === undefined ? undefined : ruleOfForm(rule, form);
  const missing =
    mayPropose ??
    (propose.busy ? t('standing.proposing') : undefined) ??
    (read === undefined ? t('standing.noCertificate') : undefined) ??
    (read?.kind === 'wrong' ? t(read.why) : undefined);
  const submit = async (): Promise<void> => {
    if (missing !== undefined || read?.kind !== 'rule') return;
    if ((await propose.run(read.rule)) === undefined) return;
    onClose();
    showToast(t('standing.proposed'));
    // The vote is a step of its own, on what that page then shows.
    navigate('operators');
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('standing.newTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actionsAside={
        chosen === undefined || given !== undefined ? undefined : (
          <Button
            kind="text"
            onClick={() => {
              setChosen(undefined);
              setTyped(undefined);
            }}
          >
            {t('standing.other')}
          </Button>
        )
      }
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('standing.propose')}
          </Button>
        </>
      }
    >
      <Prose>{t('standing.newAbout')}</Prose>
      {chosen === undefined ? <ChooseCertificate onChoose={setChosen} /> : null}
      {chosen !== undefined && draft.error !== null ? <FaultNote fault={draft.error.fault} /> : null}
      {chosen !== undefined && draft.error === null && rule === undefined ? (
        <LoadingState what={t('standing.theDraft')} />
      ) : null}
      {rule === undefined || form === undefined ? null : (
        <RuleForm rule={rule} form={form} wrong={read?.kind === 'wrong' ? read.why : undefined} onChange={setTyped} />
      )}
      {propose.fault === undefined ? null : <FaultNote fault={propose.fault} />}
    </Dialog>
  );
}
