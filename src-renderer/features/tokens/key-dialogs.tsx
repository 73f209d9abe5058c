import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { stateLook } from '../keys/key-words.ts';
import type { KeyRow } from './keys-on-token.tsx';
import { PinWait } from './pin-wait.tsx';
import { saveKeyFile } from './save-key-file.ts';
import type { TokenAt } from './token-places.ts';
import { keyName } from './token-words.ts';
import { usePinAction, type PinAction } from './use-pin-action.ts';

interface KeyDialogProps {
  readonly place: TokenAt;
  readonly row: KeyRow;
  readonly onClose: () => void;
}

/** A key that is destroyed cannot come back: its name is typed, and what uses it is said first. */
export function DestroyKeyDialog({ place, row, onClose }: KeyDialogProps): ReactNode {
  const t = useT();
  const name = keyName(row.key);
  const destroy = usePinAction((client, confirm: string, options) =>
    client.keys.destroy({ tokenUri: place.token.uri, keyId: row.key.keyId, confirm }, options),
  );
  return (
    <TypedConfirmDialog
      open
      question={t('tokens.destroyQuestion', { name })}
      consequence={
        row.group === undefined
          ? t('tokens.destroyLoose')
          : t('tokens.destroyUsed', { group: row.group.id, number: row.group.number })
      }
      facts={factsOf(t, place, row)}
      name={name}
      confirm={t('tokens.destroyVerb')}
      keep={t('tokens.keepKey')}
      busy={destroy.busy}
      problem={<Course action={destroy} what={t('tokens.destroying')} cancelMeans={t('tokens.cancelDestroyMeans')} />}
      onClose={onClose}
      onConfirm={() => {
        void destroy.run(name).then((done) => {
          if (done === undefined) return;
          onClose();
          showToast(t('tokens.destroyed', { name }));
        });
      }}
    />
  );
}

/** A software key as PKCS#12 under a passphrase of its own, asked in the PIN window. */
export function ExportKeyDialog({ place, row, onClose }: KeyDialogProps): ReactNode {
  const t = useT();
  const name = keyName(row.key);
  const exporting = usePinAction((client, confirm: string, options) =>
    client.keys.exportPkcs12({ tokenUri: place.token.uri, keyId: row.key.keyId, confirm }, options),
  );
  return (
    <TypedConfirmDialog
      open
      question={t('tokens.exportQuestion', { name })}
      consequence={t('tokens.exportConsequence')}
      facts={factsOf(t, place, row)}
      name={name}
      confirm={t('tokens.export')}
      busy={exporting.busy}
      problem={<Course action={exporting} what={t('tokens.exporting')} cancelMeans={t('tokens.cancelExportMeans')} />}
      onClose={onClose}
      onConfirm={() => {
        void exporting.run(name).then(async (done) => {
          if (done === undefined) return;
          onClose();
          await saveKeyFile(t, done.suggestedName, done.file);
        });
      }}
    />
  );
}

function Course<I, T>(props: {
  readonly action: PinAction<I, T>;
  readonly what: string;
  readonly cancelMeans: string;
}): ReactNode {
  const { fault } = props.action;
  return (
    <>
      <PinWait {...props} />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </>
  );
}

/** What the key is and what uses it now. */
function factsOf(t: Translate, place: TokenAt, { key, group }: KeyRow): readonly Fact[] {
  return [
    { label: t('tokens.token'), value: place.token.label },
    {
      label: t('tokens.usedBy'),
      value:
        group === undefined ? (
          t('tokens.noGroup')
        ) : (
          <>
            <Mono text={group.id} /> {t('tokens.generationShort', { number: group.number })}{' '}
            <StateWord {...stateLook(t, group.state)} />
          </>
        ),
    },
    {
      label: t('tokens.certificate'),
      value: t(key.hasCertificate ? 'tokens.certificateThere' : 'tokens.certificateNone'),
    },
    { label: t('tokens.algorithm'), value: key.algorithmText },
    {
      label: t('tokens.spki'),
      value: key.spkiSha256 === undefined ? t('tokens.spkiUnknown') : <Fingerprint hex={key.spkiSha256} />,
    },
  ];
}
