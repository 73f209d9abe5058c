import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const Ways = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(8), paddingBottom: rem(8) });

interface TroubleProps {
  readonly connection: Connection;
  readonly fault: CoreFault | undefined;
  readonly onOtherHost: (fault: CoreFault) => void;
  /** The fault is told already; only the way out of it is missing. */
  readonly told?: boolean;
}

/** A fault of a call to the platform, with the way out of it where this window has one. */
export function Trouble({ connection, fault, onOtherHost, told = false }: TroubleProps): ReactNode {
  const t = useT();
  if (fault === undefined) return null;
  const isElsewhere = fault.code === 'OTHER_HOST';
  const { to } = hostsOf(fault);
  if (isElsewhere && connection.settings.allowedHosts.includes(to)) {
    return <Banner verdict="info" text={<SafeText text={t('platforms.allowedNow', { to })} />} />;
  }
  const needsVault = fault.code === 'VAULT_LOCKED' || fault.code === 'VAULT_ABSENT';
  return (
    <Ways>
      {told ? null : <FaultNote fault={fault} />}
      {isElsewhere && to !== '' ? (
        <ButtonRow>
          <Button icon="shield-alert" onClick={() => onOtherHost(fault)}>
            {t('platforms.allowHost')}
          </Button>
        </ButtonRow>
      ) : null}
      {needsVault ? (
        <ButtonRow>
          <Button icon="lock-open" onClick={() => navigate('settings', { id: 'vault' })}>
            {t('platforms.toVault')}
          </Button>
        </ButtonRow>
      ) : null}
    </Ways>
  );
}

/** Both hosts of a fault that leads elsewhere; empty where it names none. */
export function hostsOf({ data }: CoreFault): { readonly from: string; readonly to: string } {
  const { from, to } = (data ?? {}) as { readonly from?: unknown; readonly to?: unknown }; // read as unknown below
  return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' };
}
