import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AdvancedFields, ScheduleFields } from './advanced-fields.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { type ConnectionForm, formOfConnection, missingOf, settingsOfForm } from './connection-form.ts';
import { CredentialsObject } from './credentials-object.tsx';
import { TrustFields } from './trust-fields.tsx';

const Fields = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(8) });

interface ConnectionDialogProps {
  /** The one that is changed; absent: a new one. */
  readonly connection?: Connection;
  readonly onClose: () => void;
  readonly onSaved: (connectionId: string, name: string) => void;
}

/** How a platform is reached: for a new connection, and for one that is changed. */
export function ConnectionDialog({ connection: opened, onClose, onSaved }: ConnectionDialogProps): ReactNode {
  const t = useT();
  // As it was when it was opened: what somebody else changes meanwhile must not be overwritten unseen.
  const [connection] = useState(opened);
  const [form, setForm] = useState<ConnectionForm>(() => formOfConnection(connection?.settings));
  const [more, setMore] = useState(false);
  const change = (part: Partial<ConnectionForm>): void => setForm((now) => ({ ...now, ...part }));
  const hasToken = connection?.credentials.token !== undefined;
  const save = useCoreAction((core, typed: ConnectionForm) => {
    const settings = settingsOfForm(typed, connection?.settings);
    const given = {
      ...(typed.withToken && typed.token.trim() !== '' ? { token: typed.token.trim() } : {}),
      ...(typed.totp && typed.totpSeed.trim() !== '' ? { totpSeed: typed.totpSeed.trim() } : {}),
      ...(typed.trust === 'ca' && typed.trustFiles.length > 0 ? { trustFiles: [...typed.trustFiles] } : {}),
    };
    return connection === undefined
      ? core.platforms.add({ settings, ...given })
      : core.platforms.change({
          connectionId: connection.connectionId,
          revision: connection.revision,
          settings,
          ...given,
        });
  });
  const mayDo = useMayCall(connection === undefined ? 'platforms.add' : 'platforms.change');
  const gap = missingOf(form, hasToken);
  const submit = async (): Promise<void> => {
    if (gap !== undefined) return;
    const end = await save.run(form);
    if (end !== undefined) onSaved(end.connectionId, form.name.trim());
  };
  return (
    <Dialog
      open
      width="wide"
      title={t(connection === undefined ? 'platforms.addTitle' : 'platforms.settings')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabled={save.busy}
            disabledReason={mayDo ?? (gap === undefined ? undefined : t(`platforms.missing_${gap}`))}
          >
            {t(connection === undefined ? 'platforms.addIt' : 'platforms.saveIt')}
          </Button>
        </>
      }
    >
      {connection === undefined ? <CredentialsObject onRead={change} /> : null}
      <ConnectionFields form={form} change={change} hasToken={hasToken} />
      <TrustFields form={form} change={change} trusted={connection?.trusted ?? []} />
      <ButtonRow>
        <Button kind="text" expanded={more} onClick={() => setMore(!more)}>
          {t(more ? 'platforms.less' : 'platforms.more')}
        </Button>
      </ButtonRow>
      {more ? (
        <>
          <Section title={t('platforms.schedule')} level={3}>
            <Fields>
              <ScheduleFields form={form} change={change} />
            </Fields>
          </Section>
          <Section title={t('platforms.advanced')} level={3}>
            <Fields>
              <AdvancedFields form={form} change={change} />
            </Fields>
          </Section>
        </>
      ) : null}
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
