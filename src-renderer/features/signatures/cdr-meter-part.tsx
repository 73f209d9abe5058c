import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { useCdrMeter } from './cdr-queries.ts';
import { MeterSession } from './meter-session.tsx';

const LEAST_REASON = 3;

/** The signed meter data of a stored CDR. Signed bytes and the driver's id are shown with a reason, which is audited. */
export function CdrMeterPart({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  const [reason, setReason] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const query = useCdrMeter(rowId, reason);
  const session = query.data?.session;
  const aside =
    session === undefined || reason !== undefined ? undefined : (
      <Button icon="eye" onClick={() => setAsking(true)}>
        {t('signatures.showSigned')}
      </Button>
    );
  return (
    <Section title={t('signatures.meterOfCdr')} aside={aside}>
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      {query.data === undefined && query.error === null ? <LoadingState what={t('signatures.theMeterData')} /> : null}
      {query.data !== undefined && session === undefined ? <p>{t('signatures.unsignedCdr')}</p> : null}
      {session === undefined ? null : <MeterSession session={session} />}
      {isAsking ? (
        <ReasonDialog
          onClose={() => setAsking(false)}
          onReason={(given) => {
            setReason(given);
            setAsking(false);
          }}
        />
      ) : null}
    </Section>
  );
}

function ReasonDialog(props: { readonly onClose: () => void; readonly onReason: (reason: string) => void }): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  const isShort = reason.trim().length < LEAST_REASON;
  const show = (): void => {
    if (!isShort) props.onReason(reason.trim());
  };
  return (
    <Dialog
      open
      title={t('signatures.showSigned').replace(/ ?…$/, '')}
      onClose={props.onClose}
      onSubmit={show}
      actions={
        <>
          <Button onClick={props.onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            icon="eye"
            disabledReason={isShort ? t('signatures.reasonFirst') : undefined}
            onClick={show}
          >
            {t('signatures.showNow')}
          </Button>
        </>
      }
    >
      <p>{t('signatures.showSignedAbout')}</p>
      <TextField label={t('signatures.reason')} value={reason} onChange={setReason} />
    </Dialog>
  );
}
