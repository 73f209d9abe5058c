import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import type { PickedPlace, PlaceKind } from '../../platform/shell-bridge.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { RunningWork } from '../work/running-work.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

/** A backup into a new folder; the open workspace is not touched. Both places are chosen in the system's dialogs. */
export function RestoreDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [from, setFrom] = useState<PickedPlace>();
  const [to, setTo] = useState<PickedPlace>();
  const [restored, setRestored] = useState<string>();
  const restore = useCoreAction((client, at: { readonly from: string; readonly to: string }, signal) =>
    client.workspace.restore({ from: { grant: at.from }, to: { grant: at.to } }, { signal }),
  );
  const choose = async (kind: PlaceKind, take: (place: PickedPlace) => void): Promise<void> => {
    const picked = await window.shell?.pickPlace(kind);
    if (picked !== undefined) take(picked);
  };
  const start = async (): Promise<void> => {
    if (from === undefined || to === undefined) return;
    const done = await restore.run({ from: from.grant, to: to.grant });
    // A grant is good for one call: what was chosen is chosen anew after a fault.
    if (done === undefined) {
      setFrom(undefined);
      setTo(undefined);
    } else setRestored(done.path);
  };
  const reason =
    from === undefined ? t('settings.chooseBackup') : to === undefined ? t('settings.chooseTarget') : undefined;
  return (
    <Dialog
      open
      width="wide"
      title={t('settings.restoreTitle')}
      onClose={onClose}
      onSubmit={() => void start()}
      actions={
        restored === undefined ? (
          <>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" submit disabled={restore.busy} disabledReason={reason}>
              {t('settings.restoreVerb')}
            </Button>
          </>
        ) : (
          <Button autoFocus onClick={onClose}>
            {t('ui.close')}
          </Button>
        )
      }
    >
      {restored === undefined ? (
        <>
          <Prose>{t('settings.restoreText')}</Prose>
          <Facts
            facts={[
              {
                label: t('settings.backupFolder'),
                value: <PlaceLine place={from} onChoose={() => void choose('folder', setFrom)} />,
              },
              {
                label: t('settings.newFolder'),
                value: <PlaceLine place={to} onChoose={() => void choose('new-folder', setTo)} />,
              },
            ]}
          />
          {restore.busy ? (
            <RunningWork
              what={t('settings.restoring')}
              done={0}
              cancelKeeps={t('settings.restoreCancel')}
              onCancel={restore.cancel}
            />
          ) : null}
          {restore.fault === undefined ? null : <FaultNote fault={restore.fault} />}
        </>
      ) : (
        <>
          <StateWord verdict="pass" word={t('settings.restored')} />
          <Facts facts={[{ label: t('tokens.path'), value: <Mono text={restored} copy={t('tokens.path')} /> }]} />
          <Prose>{t('settings.restoredText')}</Prose>
          <Mono text={`ocpi-console --workspace "${restored}"`} copy={t('tokens.command')} />
        </>
      )}
    </Dialog>
  );
}

function PlaceLine(props: { readonly place: PickedPlace | undefined; readonly onChoose: () => void }): ReactNode {
  const t = useT();
  return (
    <>
      {props.place === undefined ? t('settings.notChosen') : <Mono text={props.place.path} />}{' '}
      <Button small icon="folder-open" onClick={props.onChoose}>
        {t('settings.choose')}
      </Button>
    </>
  );
}
