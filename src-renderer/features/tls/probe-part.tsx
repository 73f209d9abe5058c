import { useMemo, useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FieldRow, Form } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork } from '../keys/prompt-state.tsx';
import { HandshakeView } from './handshake-view.tsx';
import { OwnKeyField } from './own-key-field.tsx';
import { cancelProbe, probe, useTlsSession } from './tls-session.ts';
import { TrustField } from './trust-field.tsx';

/** Calls an address as a client and shows the handshake. */
export function ProbePart({ generationId }: { readonly generationId: string | undefined }): ReactNode {
  const t = useT();
  const { probing, probeFault, probed } = useTlsSession();
  const [address, setAddress] = useState(probed?.address ?? '');
  const [serverName, setServerName] = useState('');
  const [own, setOwn] = useState(generationId ?? '');
  const [trust, setTrust] = useState<readonly InputSource[]>();
  const missing = address.trim() === '' ? t('tls.addressFirst') : undefined;
  const commands = useMemo((): readonly Command[] => {
    const run = (): void => {
      if (address.trim() === '') return;
      void probe({
        address: address.trim(),
        ...(serverName.trim() === '' ? {} : { serverName: serverName.trim() }),
        ...(own === '' ? {} : { generationId: own }),
        ...(trust === undefined || trust.length === 0 ? {} : { trust: [...trust] }),
      });
    };
    return [
      {
        id: 'tls.probe',
        title: () => t('tls.probe'),
        icon: 'network',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => (address.trim() === '' ? t('tls.addressFirst') : undefined),
        run,
      },
    ];
  }, [t, address, serverName, own, trust]);
  useCommands(commands);
  const run = (): void => commands[0]?.run();
  return (
    <>
      <Form
        aria-label={t('tls.mode_probe')}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <FieldRow>
          <TextField
            label={t('tls.address')}
            hint={t('tls.addressHint')}
            value={address}
            onChange={setAddress}
            mono
            maxLength={300}
            placeholder={t('tls.addressPlaceholder')}
          />
          <TextField
            label={t('tls.serverNameAsked')}
            hint={t('tls.serverNameHint')}
            value={serverName}
            onChange={setServerName}
            mono
            maxLength={300}
          />
        </FieldRow>
        <OwnKeyField purpose="tls-client" value={own} onChange={setOwn} none={t('tls.withoutKey')} />
        <TrustField sources={trust} onChange={setTrust} />
        {probing === undefined ? (
          <ButtonRow>
            <Button kind="primary" icon="network" keys="Ctrl+Enter" submit disabledReason={missing}>
              {t('tls.probe')}
            </Button>
          </ButtonRow>
        ) : (
          <TokenWork
            what={t('tls.probing', { address })}
            state={{ ...probing, progress: undefined }}
            onCancel={cancelProbe}
          />
        )}
      </Form>
      {probeFault === undefined ? null : <FaultNote fault={probeFault} />}
      {probed === undefined ? null : (
        <HandshakeView handshake={probed.handshake} other={probed.address} role="client" />
      )}
    </>
  );
}
