import { useState, type ReactNode } from 'react';
import type { Partner } from '../../../shared/contract/partners.ts';
import { specOfPartner } from '../../../shared/domain/partners.ts';
import { type ConfirmationWay, confirmationWays, registeredIdKey } from '../../../shared/domain/partners.ts';
import { useT } from '../../locales/language.tsx';
import { systemClock } from '../../platform/clock.ts';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { readUtcInput, utcInput, UtcField } from '../keys/index.ts';

type Id = Partner['ids'][number];
type Confirmation = NonNullable<Id['confirmed']>;

interface ConfirmIdDialogProps {
  readonly partner: Partner;
  readonly id: Id;
  readonly onClose: () => void;
}

/** Records who made sure of an id, how and when; or takes it back. */
export function ConfirmIdDialog({ partner: opened, id, onClose }: ConfirmIdDialogProps): ReactNode {
  const t = useT();
  // As it was when it was opened: what somebody else changes meanwhile must not be overwritten unseen.
  const [partner] = useState(opened);
  const { confirmed } = id;
  const [how, setHow] = useState<ConfirmationWay>(confirmed?.how ?? 'phone');
  const [by, setBy] = useState(confirmed?.by ?? '');
  const [at, setAt] = useState(() => utcInput(confirmed?.at ?? systemClock.now().toISOString()));
  const [note, setNote] = useState(confirmed?.note ?? '');
  const time = readUtcInput(at);
  const save = useCoreAction((core, next: Confirmation | undefined) => {
    const { ids, ...spec } = specOfPartner(partner);
    const key = registeredIdKey(id);
    const changed = ids.map((one): Id => {
      if (registeredIdKey(one) !== key) return one;
      return next === undefined ? { kind: one.kind, id: one.id } : { kind: one.kind, id: one.id, confirmed: next };
    });
    const { partnerId, version } = partner;
    return core.partners.edit({ partnerId, version, spec: { ...spec, ids: changed } });
  });
  const submit = async (next: Confirmation | undefined): Promise<void> => {
    if ((await save.run(next)) !== undefined) onClose();
  };
  const record = (): void => {
    if (time.kind === 'time') void submit({ how, by, at: time.iso, note });
  };
  return (
    <Dialog
      open
      title={t('partners.confirmTitle', { id: id.id })}
      onClose={onClose}
      onSubmit={record}
      actions={
        <>
          {confirmed === undefined ? null : (
            <Button kind="danger" disabled={save.busy} onClick={() => void submit(undefined)}>
              {t('partners.withdraw')}
            </Button>
          )}
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabled={save.busy}
            disabledReason={time.kind === 'time' ? undefined : t('keys.timeForm')}
          >
            {t('partners.confirmIt')}
          </Button>
        </>
      }
    >
      <p>{t('partners.confirmAbout')}</p>
      <SelectField
        label={t('partners.how')}
        value={how}
        choices={confirmationWays.map((value) => ({ value, label: t(`partners.how_${value}`) }))}
        onChange={setHow}
      />
      <FieldRow>
        <TextField label={t('partners.by')} hint={t('partners.byHint')} value={by} onChange={setBy} maxLength={200} />
        <UtcField label={t('partners.at')} value={at} onChange={setAt} findings={[]} />
      </FieldRow>
      <TextField
        label={t('partners.note')}
        hint={t('partners.noteHint')}
        value={note}
        maxLength={500}
        lines={2}
        onChange={setNote}
      />
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
