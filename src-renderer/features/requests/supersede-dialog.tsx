import { useState, type ReactNode } from 'react';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Prose } from '../../ui/section.tsx';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { requestName } from './request-words.ts';
import { useDesk } from './use-desk.ts';

/** So many newer requests of a group are offered. */
const OFFERED = 20;

/** Ends a request because a newer one of its key group takes its place. Core decides whether that one may. */
export function SupersedeDialog({
  request,
  onClose,
}: {
  readonly request: RequestRow;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { requestId, keyGroupId = '' } = request;
  const filter = keyGroupId.slice(0, 200);
  const found = useCoreQuery('requests', ['requests.list', 'newer', filter], (core) =>
    core.requests.list({ offset: 0, limit: 200, filter, sort: 'receivedAt', descending: true }),
  ).data;
  const newer = (found?.rows ?? [])
    .filter(
      (row) => row.keyGroupId === keyGroupId && row.requestId !== requestId && row.receivedAt >= request.receivedAt,
    )
    .slice(0, OFFERED);
  const [chosen, setChosen] = useState<string>();
  const byRequestId = newer.find((row) => row.requestId === chosen)?.requestId;
  const desk = useDesk();
  const submit = async (): Promise<void> => {
    if (byRequestId === undefined || desk.busy) return;
    if ((await desk.run((core) => core.requests.supersede({ requestId, byRequestId }))) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.supersedeTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={byRequestId === undefined ? t('requests.newerFirst') : undefined}
          >
            {t('requests.supersedeNow')}
          </Button>
        </>
      }
    >
      <Prose>{t('requests.supersedeText')}</Prose>
      {found !== undefined && newer.length === 0 ? <Prose>{t('requests.noNewer')}</Prose> : null}
      {newer.length === 0 ? null : (
        <RadioCards<string>
          label={t('requests.newer')}
          value={byRequestId ?? ''}
          cards={newer.map((row) => ({
            value: row.requestId,
            title: revealUnsafeCharacters(requestName(row)),
            text: `${t(`requests.state_${row.state}`)} · ${row.receivedAt.slice(0, 16).replace('T', ' ')} UTC`,
          }))}
          onChange={setChosen}
        />
      )}
      {desk.fault === undefined ? null : <FaultNote fault={desk.fault} />}
    </Dialog>
  );
}
