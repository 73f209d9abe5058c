import { useState, type ReactNode } from 'react';
import { rich, useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { PinWait } from './pin-wait.tsx';
import type { TokenPlace } from './token-places.ts';
import { moduleName, placeTitle, slotName } from './token-words.ts';
import { usePinAction } from './use-pin-action.ts';
import type { TokensRoute } from './tokens-route.ts';

type SlotWithToken = Extract<TokenPlace, { readonly kind: 'token' | 'blank' }>;

/** PKCS#11 §4.5: a label is 32 bytes of UTF-8, padded with blanks. */
const LABEL_BYTES = 32;

export function labelFits(label: string): boolean {
  return new TextEncoder().encode(label).length <= LABEL_BYTES && label.trim() === label && label !== '';
}

/** Makes a token fresh: a label, the present name typed where keys would be lost, then its PINs in the PIN window. */
export function InitTokenDialog(props: { readonly place: SlotWithToken; readonly route: TokensRoute }): ReactNode {
  const { place, route } = props;
  return (
    <InitToken
      place={place}
      suggested={place.token.label}
      onClose={route.close}
      onDone={(tokenUri, label) => {
        route.choose(tokenUri, label);
      }}
    />
  );
}

interface InitTokenProps {
  readonly place: SlotWithToken;
  readonly suggested?: string;
  readonly onClose: () => void;
  readonly onDone: (tokenUri: string, label: string) => void;
}

export function InitToken({ place: asked, suggested = '', onClose, onDone }: InitTokenProps): ReactNode {
  const t = useT();
  // As it was when the question was put: the token that has just become of it is not asked about.
  const [place] = useState(asked);
  const [label, setLabel] = useState(suggested);
  const [typed, setTyped] = useState('');
  const { module, slot } = place;
  const init = usePinAction((client, wish: { readonly label: string; readonly confirm: string }, options) =>
    client.tokens.init({ moduleId: module.moduleId, slotId: slot.slotId, ...wish }, options),
  );
  const losing = place.kind === 'token';
  const name = placeTitle(t, place);
  const ready = labelFits(label) && (!losing || typed === name) && !init.busy;
  const submit = (): void => {
    if (!ready) return;
    // Core wants the new label twice; what is lost was confirmed by its own name.
    void init.run({ label, confirm: label }).then((done) => {
      if (done === undefined) return;
      showToast(t('tokens.initialised', { token: label }));
      onDone(done.tokenUri, label);
    });
  };
  const facts: readonly Fact[] = [
    { label: t('tokens.library'), value: moduleName(t, module) },
    { label: t('tokens.slotWord'), value: slotName(t, slot.moduleId, slot) },
    ...(losing ? [{ label: t('tokens.serial'), value: <Mono text={place.token.serial} /> }] : []),
  ];
  return (
    <Dialog
      open
      title={
        losing
          ? t('tokens.initQuestion', { token: name })
          : t(place.token.software ? 'tokens.newSoftwareToken' : 'tokens.initTitle')
      }
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button keys="Escape" autoFocus={losing} onClick={onClose}>
            {losing ? t('tokens.keepToken') : t('ui.cancel')}
          </Button>
          <Button kind={losing ? (ready ? 'dangerFilled' : 'danger') : 'primary'} submit disabled={!ready}>
            {t('tokens.initialise')}
          </Button>
        </>
      }
    >
      <Prose>
        {t(losing ? 'tokens.initConsequence' : place.token.software ? 'tokens.initSoftware' : 'tokens.initText')}
      </Prose>
      <Facts facts={facts} />
      <TextField
        label={t('tokens.newLabel')}
        value={label}
        onChange={setLabel}
        autoFocus={!losing}
        hint={t('tokens.labelHint')}
        {...(label === '' || labelFits(label)
          ? {}
          : { findings: [{ verdict: 'fail' as const, text: t('tokens.labelTooLong') }] })}
      />
      {losing ? (
        <TextField
          label={t('ui.typeToConfirm', { name })}
          labelNode={rich(t, 'ui.typeToConfirm', { name: <strong>{name}</strong> })}
          value={typed}
          onChange={setTyped}
        />
      ) : null}
      <PinWait action={init} what={t('tokens.initialising')} cancelMeans={t('tokens.cancelInitMeans')} />
      {init.fault === undefined ? null : <FaultNote fault={init.fault} />}
    </Dialog>
  );
}
