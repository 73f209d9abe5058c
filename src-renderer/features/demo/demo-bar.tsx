import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { DEMO_PASSPHRASE } from '../../../shared/domain/demo.ts';
import { useT } from '../../locales/language.tsx';
import { useAppStatus } from '../../platform/app-status.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useUi } from '../../ui/ui-context.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { TourPanel } from './tour-panel.tsx';

const Bar = styled('section')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: `${rem(4)} ${rem(12)}`,
  padding: `${rem(4)} ${rem(20)}`,
  flex: 'none',
  background: look.info.tint,
  borderBottom: `1px solid ${look.info.line}`,
  color: look.ink,
  '.text': {
    ...type.small,
    flex: '1 1 16rem',
    color: look.ink,
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: rem(6),
  },
});

const SEEN = 'demo.tour';

/** Marks a demo on every screen, tells its passphrase, and is the way out of it. Nothing in any other workspace. */
export function DemoBar(): ReactNode {
  const isDemo = useAppStatus(({ workspace }) => workspace?.kind === 'demo');
  return isDemo ? <Demo /> : null;
}

function Demo(): ReactNode {
  const t = useT();
  const { memory } = useUi().ports;
  // As the frame reads it, so that it is asked once.
  const workspace = useCoreQuery('workspace', ['workspace'], (core) => core.workspace.show({})).data?.workspace;
  const [touring, setTouring] = useState(() => memory.read(SEEN) === undefined);
  const commands = useMemo(
    (): readonly Command[] => [
      { id: 'demo.tour', title: () => t('demo.tour'), icon: 'layers', scope: 'global', run: () => setTouring(true) },
      { id: 'demo.leave', title: () => t('demo.leave'), icon: 'log-out', scope: 'global', run: () => leave(false) },
      { id: 'demo.remove', title: () => t('demo.remove'), icon: 'trash-2', scope: 'global', run: () => leave(true) },
    ],
    [t],
  );
  useCommands(commands);
  return (
    <>
      <Bar aria-label={t('demo.region')}>
        <VerdictChip verdict="info" icon="layers" word={t('demo.mark')} />
        {workspace?.demo === 'incomplete' ? <VerdictChip verdict="fail" word={t('demo.incompleteMark')} /> : null}
        <span className="text">
          {workspace?.demo === 'incomplete' ? `${t('demo.incomplete')} ` : null}
          {t('demo.about')} <Mono text={DEMO_PASSPHRASE} copy={t('demo.passphrase')} />
        </span>
        <Button small kind="text" onClick={() => setTouring(true)}>
          {t('demo.tour')}
        </Button>
        <Button small onClick={() => leave(false)}>
          {t('demo.leave')}
        </Button>
        <Button small kind="danger" onClick={() => leave(true)}>
          {t('demo.remove')}
        </Button>
      </Bar>
      {touring ? (
        <TourPanel
          onEnd={() => {
            memory.write(SEEN, 'seen');
            setTouring(false);
          }}
        />
      ) : null}
    </>
  );
}

/** The program starts again on the workspace of before; what is removed is asked for outside of the page. */
function leave(remove: boolean): void {
  void window.shell?.leaveDemo(remove);
}
