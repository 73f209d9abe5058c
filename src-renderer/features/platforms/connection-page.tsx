import { useMemo, useState, type ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate, replaceParams, useRoute } from '../../platform/route.ts';
import { Button, type ButtonKind } from '../../ui/button.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/prompt-state.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { accessLook, hostOf } from './connection-words.ts';
import { CredentialsPart } from './credentials-part.tsx';
import { DiagnosisPart } from './diagnosis-part.tsx';
import { EndpointsPart } from './endpoints-part.tsx';
import { FactsPart } from './facts-part.tsx';
import { FeedsPart } from './feeds-part.tsx';
import { FindingsPart } from './findings-part.tsx';
import { OtherHostDialog } from './other-host-dialog.tsx';
import { RunsPart } from './runs-part.tsx';
import { PinEachTime } from './pin-each-time.tsx';
import { SuccessorBar } from './successor-bar.tsx';
import { Trouble } from './trouble.tsx';

const PARTS = ['overview', 'diagnosis', 'findings', 'runs'] as const;

/** One connection: how it stands, what it offers, what was read over it. */
export function ConnectionPage({ connectionId }: { readonly connectionId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery(['platforms', 'partners'], ['platforms.get', connectionId], (core) =>
    core.platforms.get({ connectionId }),
  );
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('platforms.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  return query.data === undefined ? (
    <LoadingState what={t('platforms.theConnection')} />
  ) : (
    <Loaded connection={query.data} />
  );
}

function Loaded({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const part = PARTS.find((one) => one === params['part']) ?? 'overview';
  const { connectionId, settings, version, credentials } = connection;
  const { name } = settings;
  const [asking, setAsking] = useState<'nothing' | 'settings' | 'remove'>('nothing');
  const [otherHost, setOtherHost] = useState<CoreFault>();
  const close = (): void => setAsking('nothing');
  const prompt = usePromptState();
  const discover = useCoreAction((core, _: undefined, signal) => {
    prompt.reset();
    return core.platforms.discover({ connectionId }, { signal, onItem: prompt.take });
  });
  const remove = useCoreAction((core, typed: string) => core.platforms.remove({ connectionId, name: typed }));
  const noDiscover = useMayCall('platforms.discover');
  const noChange = useMayCall('platforms.change');
  const runDiscover = discover.run;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'platforms.discover',
        title: () => t('platforms.discover'),
        icon: 'refresh-cw',
        keys: 'D',
        scope: 'here',
        disabledReason: () => noDiscover,
        run: () => void runDiscover(undefined),
      },
      {
        id: 'platforms.settings',
        title: () => t('platforms.settings'),
        icon: 'pencil',
        keys: 'E',
        scope: 'here',
        disabledReason: () => noChange,
        run: () => setAsking('settings'),
      },
      {
        id: 'platforms.remove',
        title: () => t('platforms.remove'),
        icon: 'trash-2',
        scope: 'here',
        run: () => setAsking('remove'),
      },
    ],
    [t, noDiscover, noChange, runDiscover],
  );
  useCommands(commands);
  // The first step stands where the feeds will be, and once only.
  const isFirst =
    version === undefined && part === 'overview' && connection.feeds.length + connection.endpoints.length === 0;
  const discoverButton = (kind: ButtonKind): ReactNode => (
    <Button
      kind={kind}
      icon="refresh-cw"
      keys="D"
      disabledReason={noDiscover}
      disabled={discover.busy}
      onClick={() => void runDiscover(undefined)}
    >
      {t('platforms.discover')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={<SafeText text={name} />}
        facts={
          <>
            <VerdictChip {...accessLook(t, settings.authorization.kind, credentials.state)} />
            <span>{version === undefined ? t('platforms.notDiscovered') : `OCPI ${version}`}</span>
            <span>
              <SafeText text={hostOf(settings.versionsUrl)} />
            </span>
          </>
        }
        actions={
          <>
            <MenuButton
              items={[
                { label: t('platforms.remove'), icon: 'trash-2', danger: true, onSelect: () => setAsking('remove') },
              ]}
            />
            <Button icon="pencil" keys="E" disabledReason={noChange} onClick={() => setAsking('settings')}>
              {t('platforms.settings')}
            </Button>
            {isFirst ? null : discoverButton(version === undefined ? 'primary' : 'plain')}
          </>
        }
      />
      <PageBody>
        <SegmentedField
          label={t('platforms.parts')}
          hideLabel
          value={part}
          choices={PARTS.map((value) => ({ value, label: t(`platforms.part_${value}`) }))}
          onChange={(value) => replaceParams({ id: connectionId, name, part: value })}
        />
        {discover.busy ? (
          <TokenWork what={t('platforms.discovering')} state={prompt.state} onCancel={discover.cancel} />
        ) : null}
        <Trouble connection={connection} fault={discover.fault} onOtherHost={setOtherHost} />
        {part === 'overview' ? (
          <>
            <SuccessorBar connection={connection} />
            <PinEachTime identity={connection.identity} />
            <FeedsPart connection={connection} onOtherHost={setOtherHost} discover={discoverButton('primary')} />
            <FactsPart connection={connection} />
            <CredentialsPart connection={connection} onOtherHost={setOtherHost} />
            <EndpointsPart connection={connection} />
          </>
        ) : null}
        {part === 'diagnosis' ? <DiagnosisPart connection={connection} onOtherHost={setOtherHost} /> : null}
        {part === 'findings' ? <FindingsPart connection={connection} /> : null}
        {part === 'runs' ? <RunsPart connectionId={connectionId} /> : null}
      </PageBody>
      {asking === 'settings' ? <ConnectionDialog connection={connection} onClose={close} onSaved={close} /> : null}
      {otherHost === undefined ? null : (
        <OtherHostDialog connection={connection} fault={otherHost} onClose={() => setOtherHost(undefined)} />
      )}
      {asking === 'remove' ? (
        <TypedConfirmDialog
          open
          question={t('platforms.removeAsk', { name })}
          consequence={t('platforms.removeText')}
          name={name}
          confirm={t('platforms.remove')}
          busy={remove.busy}
          problem={remove.fault === undefined ? null : <FaultNote fault={remove.fault} />}
          onClose={close}
          onConfirm={() => {
            void remove.run(name).then((done) => {
              if (done === undefined) return;
              navigate('platforms');
              showToast(t('platforms.removed', { name }));
            });
          }}
        />
      ) : null}
    </>
  );
}
