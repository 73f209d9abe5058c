import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { VaultOpener } from '../../../shared/contract/vault.ts';
import { useT } from '../../locales/language.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { PageBody, Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import type { Verdict } from '../../ui/tone.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork } from '../keys/index.ts';
import { useVault, type VaultDeeds } from './use-vault.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(8) });

type Vault = NonNullable<VaultDeeds['vault']>;

/** Where secrets of partners lie: its state in words, and what opens it. */
export function VaultSection(): ReactNode {
  const t = useT();
  const deeds = useVault();
  const { vault } = deeds;
  return (
    <>
      <PageHead title={t('settings.vault')} />
      <PageBody>
        <Prose>{t('settings.vaultLong')}</Prose>
        {deeds.readFault === undefined ? null : <FaultNote fault={deeds.readFault} onRetry={deeds.retry} />}
        {vault === undefined ? (
          deeds.readFault === undefined ? (
            <LoadingState what={t('settings.vaultWhat')} />
          ) : null
        ) : (
          <>
            <State vault={vault} deeds={deeds} />
            {deeds.busy ? (
              <TokenWork
                what={t('settings.vaultWorking')}
                state={deeds.prompt}
                cancelKeeps={t('settings.vaultCancel')}
                onCancel={deeds.cancel}
              />
            ) : null}
            {deeds.fault === undefined ? null : <FaultNote fault={deeds.fault} />}
            <ChooseOpener key={`${vault.state === 'absent'} ${vault.protectedBy}`} vault={vault} deeds={deeds} />
          </>
        )}
      </PageBody>
    </>
  );
}

const LOOKS: Readonly<Record<Vault['state'], { readonly verdict: Verdict; readonly icon: IconName }>> = {
  absent: { verdict: 'notApplicable', icon: 'circle-dashed' },
  locked: { verdict: 'info', icon: 'lock' },
  open: { verdict: 'pass', icon: 'lock-open' },
};

function State({ vault, deeds }: { readonly vault: Vault; readonly deeds: VaultDeeds }): ReactNode {
  const t = useT();
  const { state, protectedBy } = vault;
  const word = <StateWord {...LOOKS[state]} word={t(`settings.vault_${state}`)} />;
  if (state === 'absent') return <Facts facts={[{ label: t('settings.vaultState'), value: word }]} />;
  return (
    <Stack>
      <Facts
        facts={[
          { label: t('settings.vaultState'), value: word },
          {
            label: t('settings.vaultOpenedBy'),
            value:
              protectedBy === 'none' ? (
                <StateWord verdict="fail" word={t('settings.vaultOpenedByUnknown')} />
              ) : (
                t(`settings.opener_${protectedBy}`)
              ),
          },
          { label: t('settings.vaultSecrets'), value: vault.secrets.toLocaleString(t.locale) },
        ]}
      />
      <ButtonRow>
        {state === 'locked' ? (
          <Button kind="primary" icon="lock-open" disabled={deeds.busy} onClick={deeds.unlock}>
            {t(protectedBy === 'key-file' ? 'settings.vaultUnlockFile' : 'settings.vaultUnlock')}
          </Button>
        ) : (
          <Button icon="lock" disabled={deeds.busy} onClick={deeds.lock}>
            {t('settings.vaultLock')}
          </Button>
        )}
      </ButtonRow>
    </Stack>
  );
}

const ICONS: Readonly<Record<VaultOpener, IconName>> = {
  'operating-system': 'monitor',
  passphrase: 'text-cursor-input',
  'key-file': 'file-key',
};

const OPENERS = ['operating-system', 'passphrase', 'key-file'] as const satisfies readonly VaultOpener[];

/** For a vault that is to be made, and for one that shall open in another way. */
function ChooseOpener({ vault, deeds }: { readonly vault: Vault; readonly deeds: VaultDeeds }): ReactNode {
  const t = useT();
  const isNew = vault.state === 'absent';
  const [next, setNext] = useState<VaultOpener>(isNew && vault.operatingSystem ? 'operating-system' : 'passphrase');
  return (
    <Section title={t(isNew ? 'settings.vaultSetUp' : 'settings.vaultChange')}>
      <Stack>
        <Prose>{t(isNew ? 'settings.vaultSetUpText' : 'settings.vaultChangeText')}</Prose>
        <RadioCards
          label={t('settings.vaultOpener')}
          value={next}
          onChange={setNext}
          cards={OPENERS.map((kind) => {
            const isAway = kind === 'operating-system' && !vault.operatingSystem;
            return {
              value: kind,
              icon: ICONS[kind],
              title: t(`settings.opener_${kind}`),
              text: t(`settings.opener_${kind}Text`),
              disabled: isAway,
              ...(isAway
                ? { facts: <StateWord verdict="notApplicable" word={t('settings.vaultNoSystem')} /> }
                : kind === 'key-file' && vault.protectedBy === kind
                  ? { facts: t('settings.vaultIsSame') }
                  : {}),
            };
          })}
        />
        <ButtonRow>
          <Button
            {...(isNew ? { kind: 'primary' as const } : {})}
            icon="lock"
            disabled={deeds.busy}
            onClick={() => (isNew ? deeds.create(next) : deeds.change(next))}
          >
            {t(isNew ? 'settings.vaultSetUp' : 'settings.vaultChangeVerb')}
          </Button>
        </ButtonRow>
      </Stack>
    </Section>
  );
}
