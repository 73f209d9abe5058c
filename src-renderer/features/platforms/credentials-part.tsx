import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { Connection } from '../../../shared/contract/platforms.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { accessOddities } from '../../../shared/domain/access-oddity.ts';
import { handshakeSteps } from '../../../shared/domain/ocpi-handshake.ts';
import { headerText } from '../../../shared/texts/access-oddity-sentences.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Finding } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { TokenWork, usePromptState } from '../keys/prompt-state.tsx';
import { credentialsLook } from './connection-words.ts';
import { OwnSideDialog } from './own-side-dialog.tsx';
import { Trouble } from './trouble.tsx';

const Steps = styled(ButtonRow)({ paddingTop: rem(12) });

type Wish = Omit<InputOf<AppContract['platforms']['credentials']>, 'connectionId'>;
type Step = Wish['step'];

/** How far the exchange of tokens has come, in words, and its steps (OCPI 2.2.1 §7.1). */
export function CredentialsPart(props: {
  readonly connection: Connection;
  readonly onOtherHost: (fault: CoreFault) => void;
}): ReactNode {
  const t = useT();
  const { connection, onOtherHost } = props;
  const { connectionId, credentials, settings, version } = connection;
  const { state, token, encoding, changedAt } = credentials;
  const [asking, setAsking] = useState<Step>();
  const prompt = usePromptState();
  const noStep = useMayCall('platforms.credentials');
  const run = useCoreAction((core, wish: Wish, signal) => {
    prompt.reset();
    return core.platforms.credentials({ connectionId, ...wish }, { signal, onItem: prompt.take });
  });
  if (settings.authorization.kind === 'none') return null;
  const act = async (wish: Wish): Promise<void> => {
    setAsking(undefined);
    const end = await run.run(wish);
    if (end !== undefined) showToast(t(`platforms.credentials_${end.connection.credentials.state}`));
  };
  const isOffered = connection.endpoints.some(({ identifier }) => identifier === 'credentials');
  return (
    <Section title={t('platforms.credentials')} aside={<VerdictChip {...credentialsLook(t, state)} />}>
      <Prose>{t(`platforms.credentialsText_${state}`)}</Prose>
      <Facts
        facts={[
          {
            label: t('platforms.tokenSent'),
            value:
              token === undefined
                ? null
                : token.tail === ''
                  ? t('platforms.tokenShort', { kind: token.kind })
                  : t('platforms.tokenIs', { kind: token.kind, tail: token.tail }),
          },
          {
            label: t('platforms.encoding'),
            value: encoding === undefined ? t('platforms.encodingUnknown') : t(`platforms.encoding_${encoding}`),
          },
          ...(changedAt === undefined
            ? []
            : [{ label: t('platforms.changedAt'), value: <UtcDate date={new Date(changedAt)} /> }]),
        ]}
      />
      {accessOddities({ authorization: settings.authorization, version, encoding }).map((code) => (
        <Finding
          key={code}
          finding={{
            verdict: 'warn',
            code,
            sentence: (
              <SafeText
                text={t(`platformDiagnosis.code_${code}`, {
                  header: headerText(settings.authorization),
                  version: version ?? '',
                })}
              />
            ),
          }}
        />
      ))}
      {run.busy ? <TokenWork what={t('platforms.exchanging')} state={prompt.state} onCancel={run.cancel} /> : null}
      <Trouble connection={connection} fault={run.fault} onOtherHost={onOtherHost} />
      <Steps>
        {handshakeSteps(state).map((step) => (
          <Button
            key={step}
            kind={step === 'unregister' ? 'danger' : 'plain'}
            disabled={run.busy}
            disabledReason={noStep ?? (isOffered ? undefined : t('platforms.noCredentialsModule'))}
            onClick={() => (step === 'check' ? void act({ step }) : setAsking(step))}
          >
            {t(`platforms.step_do_${step}`)}
          </Button>
        ))}
      </Steps>
      {asking === 'register' || asking === 'rotate' ? (
        <OwnSideDialog
          step={asking}
          ownParty={settings.ownParty}
          onClose={() => setAsking(undefined)}
          onReady={(own) => void act({ step: asking, own })}
        />
      ) : null}
      {asking === 'unregister' ? (
        <ConfirmDialog
          open
          question={t('platforms.unregisterAsk', { name: settings.name })}
          consequence={t('platforms.unregisterText')}
          confirm={t('platforms.unregisterIt')}
          keep={t('platforms.stayRegistered')}
          danger
          onClose={() => setAsking(undefined)}
          onConfirm={() => void act({ step: 'unregister' })}
        />
      ) : null}
    </Section>
  );
}
