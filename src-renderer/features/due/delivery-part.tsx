import { useState, type ReactNode } from 'react';
import type { RequestState } from '../../../shared/domain/request-state.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

const WAYS = ['hand', 'mail', 'portal', 'telephone', 'other'] as const;
type Way = (typeof WAYS)[number];

interface DeliveryPartProps {
  readonly requestId: string;
  readonly state: RequestState;
}

/** How an issued certificate reached its owner and when it was seen at work. */
export function DeliveryPart({ requestId, state }: DeliveryPartProps): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<'nothing' | 'delivered' | 'seen'>('nothing');
  const noRecord = useMayCall('deliveries.seen');
  const undoing = useCoreAction((core, note: string) => core.deliveries.undo({ requestId, note }));
  const query = useCoreQuery('requests', ['deliveries.list', requestId], (core) => core.deliveries.list({ requestId }));
  const entries = query.data?.deliveries ?? [];
  return (
    <Section title={t('due.delivery')}>
      {entries.length === 0 ? <Prose>{t('due.noDelivery')}</Prose> : null}
      <Facts
        lines
        facts={entries.map((entry) => ({
          label: t(`due.entry_${entry.kind}`),
          value: (
            <>
              <UtcDate date={new Date(entry.at)} /> {t(`due.how_${entry.how}`)}
              {', '}
              <SafeText text={entry.note === '' ? entry.notedBy : `${entry.notedBy}: ${entry.note}`} />
            </>
          ),
        }))}
      />
      <ButtonRow>
        {state === 'issued' ? (
          <Button small disabledReason={noRecord} onClick={() => setAsking('delivered')}>
            {t('due.delivered')}
          </Button>
        ) : null}
        {state === 'issued' || state === 'delivered' ? (
          <Button small icon="check" disabledReason={noRecord} onClick={() => setAsking('seen')}>
            {t('due.seen')}
          </Button>
        ) : null}
        {state === 'delivered' ? (
          <Button small icon="undo-2" disabledReason={noRecord} onClick={() => void undoing.run('')}>
            {t('due.undo')}
          </Button>
        ) : null}
      </ButtonRow>
      {undoing.fault === undefined ? null : <FaultNote fault={undoing.fault} />}
      {asking === 'nothing' ? null : (
        <DeliveryDialog kind={asking} requestId={requestId} onClose={() => setAsking('nothing')} />
      )}
    </Section>
  );
}

function DeliveryDialog(props: {
  readonly kind: 'delivered' | 'seen';
  readonly requestId: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { kind, requestId, onClose } = props;
  const [how, setHow] = useState<Way>('mail');
  const [note, setNote] = useState('');
  const recording = useCoreAction((core, wish: { readonly how: Way; readonly note: string }) =>
    core.deliveries[kind]({ requestId, ...wish }),
  );
  const submit = async (): Promise<void> => {
    if (recording.busy) return;
    if ((await recording.run({ how, note: note.trim() })) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      title={t(`due.${kind}Title`)}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={recording.busy ? t('due.busy') : undefined}>
            {t('due.record')}
          </Button>
        </>
      }
    >
      {kind === 'seen' ? <Prose>{t('due.seenText')}</Prose> : null}
      <SelectField
        label={t('due.how')}
        autoFocus
        value={how}
        choices={WAYS.map((value) => ({ value, label: t(`due.how_${value}`) }))}
        onChange={setHow}
      />
      <TextField label={t('due.note')} value={note} maxLength={200} onChange={setNote} />
      {recording.fault === undefined ? null : <FaultNote fault={recording.fault} />}
    </Dialog>
  );
}
