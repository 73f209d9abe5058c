import { useState, type ReactNode } from 'react';
import type { Partner } from '../../../shared/contract/partners.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { FieldFinding } from '../../ui/field.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { FINGERPRINT_DIGITS, readFingerprint } from './read-fingerprint.ts';
import type { RequestDetail } from './use-request.ts';

const OTHER = 'other';

interface ConfirmKeyDialogProps {
  readonly detail: RequestDetail;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly onClose: () => void;
}

/** Records that the partner read the key's fingerprint out over a contact that was known before. */
export function ConfirmKeyDialog({ detail, partner, onClose }: ConfirmKeyDialogProps): ReactNode {
  const t = useT();
  const { requestId, spkiSha256 } = detail.request;
  // The one it was opened for: the choice may change behind it, and its word must not be recorded for another.
  const [{ partnerId, name }] = useState(partner);
  const registered = useCoreQuery('partners', ['partners.show', partnerId], (core) =>
    core.partners.show({ partnerId }),
  );
  const contacts = (registered.data?.partner.contacts ?? []).map(contactLine).filter((line) => line !== '');
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const mayNot = useMayCall('requestChecks.confirm');
  const read = readFingerprint(text);
  const byHand = chosen === OTHER || (registered.data !== undefined && contacts.length === 0);
  const contact = (byHand ? typed : (contacts.find((_, at) => String(at) === chosen) ?? '')).trim();
  const confirm = useCoreAction((core, given: string) =>
    core.requestChecks.confirm({ requestId, partnerId, spkiSha256: given, contact, note }),
  );
  const missing =
    mayNot ??
    (confirm.busy
      ? t('keys.busy')
      : contact === ''
        ? t('requests.contactFirst')
        : read.kind === 'whole'
          ? undefined
          : t('requests.fingerprintFirst'));
  const submit = async (): Promise<void> => {
    // Another fingerprint goes to core all the same: that it was refused belongs into the audit log.
    if (missing !== undefined || read.kind !== 'whole' || (await confirm.run(read.hex)) === undefined) return;
    showToast(t('requests.keyConfirmed'));
    onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.confirmTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('requests.confirmNow')}
          </Button>
        </>
      }
    >
      <p>
        {t('requests.confirmAbout')} <SafeText text={name} />
      </p>
      <div>
        <p>{t('requests.confirmCompare')}</p>
        <p>
          <Mono text={detail.spkiWords.join(' ')} />
        </p>
        <p>
          <Mono text={detail.spkiGroups.join(' ')} />
        </p>
      </div>
      {registered.error === null ? null : <FaultNote fault={registered.error.fault} />}
      {contacts.length === 0 ? null : (
        <SelectField
          label={t('requests.contact')}
          hint={t('requests.contactHint')}
          value={chosen}
          choices={[
            { value: '', label: t('requests.chooseContact'), disabled: true },
            ...contacts.map((label, at) => ({ value: String(at), label })),
            { value: OTHER, label: t('requests.otherContact') },
          ]}
          onChange={setChosen}
        />
      )}
      {byHand ? (
        <TextField
          label={t('requests.contactTyped')}
          hint={t('requests.contactTypedHint')}
          value={typed}
          maxLength={200}
          onChange={setTyped}
        />
      ) : null}
      <TextField
        label={t('requests.fingerprint')}
        hint={t('requests.fingerprintHint')}
        value={text}
        mono
        lines={2}
        maxLength={400}
        aside={
          read.kind === 'partly' ? t('requests.digits', { digits: read.digits, count: FINGERPRINT_DIGITS }) : undefined
        }
        findings={findingsOf(read)}
        onChange={setText}
      />
      <TextField label={t('requests.note')} value={note} lines={2} maxLength={2000} onChange={setNote} />
      {confirm.fault === undefined ? null : <FaultNote fault={confirm.fault} />}
    </Dialog>
  );

  function findingsOf(given: typeof read): readonly FieldFinding[] {
    switch (given.kind) {
      case 'partly':
        return [];
      case 'wrong':
        return [{ verdict: 'fail', text: t('requests.noFingerprint') }];
      case 'long':
        return [{ verdict: 'fail', text: t('requests.fingerprintLong') }];
      case 'whole':
        return [
          given.hex === spkiSha256
            ? { verdict: 'pass', text: t('requests.sameKey') }
            : { verdict: 'fail', text: t('requests.otherKey') },
        ];
    }
  }
}

/** A registered contact in a line, as it is recorded. */
function contactLine({ name, role, phone, mail }: Partner['contacts'][number]): string {
  return [name, role, phone, mail]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 200);
}
