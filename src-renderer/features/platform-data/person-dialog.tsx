import { useState, type ReactNode } from 'react';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

type Deed = 'count' | 'export' | 'erase';

interface Held {
  readonly sessions: number;
  readonly cdrs: number;
  readonly tokens: number;
}

/** As the contract has it: a shorter reason says nothing. */
const LEAST_REASON = 3;
const MOST_REASON = 300;
const MOST_TEXT = 100;

/** What is held on one driver: counted, handed over whole, or erased. Each of these is on record. */
export function PersonDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [held, setHeld] = useState<Held>();
  const [isErasing, setErasing] = useState(false);
  const [problem, setProblem] = useState<SaveProblem>();
  const wanted = text.trim();
  const why = reason.trim();
  const isReady = wanted !== '' && why.length >= LEAST_REASON;
  const action = useCoreAction(async (core, deed: Deed, signal) => {
    const parts: string[] = [];
    const end = await core.platformData.person(
      { text: wanted, deed, reason: why },
      { signal, onItem: (item) => void parts.push(item.text) },
    );
    return end.ok ? { ok: true as const, value: { held: end.value, file: parts.join('') } } : end;
  });
  const edit = (set: (value: string) => void) => (value: string) => {
    set(value);
    setHeld(undefined);
  };
  const look = async (): Promise<void> => {
    if (!isReady || action.busy) return;
    setProblem(undefined);
    setHeld((await action.run('count'))?.held);
  };
  const handOver = async (): Promise<void> => {
    const done = await action.run('export');
    if (done !== undefined) setProblem(await saveBytes(t, 'driver.json', encodeUtf8(done.file)));
  };
  const erase = async (): Promise<void> => {
    const done = await action.run('erase');
    if (done === undefined) return;
    const { sessions, cdrs, tokens } = done.held;
    showToast(t('dataLists.erased', { count: sessions + cdrs + tokens }));
    onClose();
  };
  const total = held === undefined ? 0 : held.sessions + held.cdrs + held.tokens;
  const blocked = action.busy ? t('keys.busy') : isReady ? undefined : t('dataLists.personFirst');
  if (isErasing && held !== undefined) {
    return (
      <TypedConfirmDialog
        open
        question={t('dataLists.eraseQuestion')}
        consequence={t('dataLists.eraseText')}
        facts={factsOf(t, held)}
        confirm={t('dataLists.eraseNow')}
        name={wanted}
        busy={action.busy}
        {...(action.fault === undefined ? {} : { problem: <FaultNote fault={action.fault} /> })}
        onConfirm={() => void erase()}
        onClose={() => setErasing(false)}
      />
    );
  }
  return (
    <Dialog
      open
      title={t('dataLists.person').replace(/…$/, '')}
      onClose={onClose}
      onSubmit={() => void look()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button kind="primary" icon="search" submit disabledReason={blocked}>
            {t('dataLists.personLook')}
          </Button>
        </>
      }
    >
      <p>{t('dataLists.personText')}</p>
      <TextField
        label={t('dataLists.personId')}
        hint={t('dataLists.personIdHint')}
        value={text}
        mono
        autoFocus
        maxLength={MOST_TEXT}
        onChange={edit(setText)}
      />
      <TextField
        label={t('platformData.reason')}
        hint={t('dataLists.reasonHint')}
        value={reason}
        maxLength={MOST_REASON}
        onChange={edit(setReason)}
      />
      {held === undefined ? null : total === 0 ? (
        <Banner verdict="info" text={t('dataLists.personNone')} />
      ) : (
        <>
          <Facts facts={factsOf(t, held)} />
          <ButtonRow>
            <Button icon="save" disabledReason={blocked} onClick={() => void handOver()}>
              {t('dataLists.personExport')}
            </Button>
            <Button kind="danger" icon="trash-2" disabledReason={blocked} onClick={() => setErasing(true)}>
              {t('dataLists.personErase')}
            </Button>
          </ButtonRow>
        </>
      )}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      {action.fault === undefined ? null : <FaultNote fault={action.fault} />}
    </Dialog>
  );
}

function factsOf(t: ReturnType<typeof useT>, { sessions, cdrs, tokens }: Held) {
  return [
    { label: t('platformData.title_sessions'), value: t('dataLists.sumRows', { count: sessions }) },
    { label: t('platformData.title_cdrs'), value: t('dataLists.sumRows', { count: cdrs }) },
    { label: t('platformData.title_tokens'), value: t('dataLists.sumRows', { count: tokens }) },
  ];
}
