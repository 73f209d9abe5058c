import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

/** A fault of a call to the platform; one that leads to another host can be answered here. */
export function Trouble(props: {
  readonly fault: CoreFault | undefined;
  readonly onOtherHost: (fault: CoreFault) => void;
}): ReactNode {
  const t = useT();
  const { fault, onOtherHost } = props;
  if (fault === undefined) return null;
  return (
    <>
      <FaultNote fault={fault} />
      {fault.code === 'OTHER_HOST' ? (
        <div>
          <Button icon="shield-alert" onClick={() => onOtherHost(fault)}>
            {t('platforms.allowHost')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
