import type { ReactNode } from 'react';
import type { WatchedFolder } from '../../../shared/contract/request-desk.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

/** The folder that requests are taken from as they appear: which, on or off, and what could not be taken. */
export function WatchedDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const state = useCoreQuery('requests', ['requests.watched'], (core) => core.requests.watched({})).data;
  const mayNot = useMayCall('requests.watch');
  const set = useCoreAction((core, grant: string | undefined) =>
    core.requests.watch(grant === undefined ? {} : { folder: { grant } }),
  );
  const look = useCoreAction((core) => core.requests.lookNow({}));
  const choose = async (): Promise<void> => {
    const picked = await window.shell?.pickPlace('folder');
    if (picked !== undefined) await set.run(picked.grant);
  };
  const busy = set.busy || look.busy ? t('keys.busy') : undefined;
  const isOn = state?.path !== undefined;
  const fault = set.fault ?? look.fault;
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.watchedTitle')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <Prose>{t('requests.watchedText')}</Prose>
      {state === undefined ? null : isOn ? <Watched state={state} /> : <Prose>{t('requests.watchedNone')}</Prose>}
      <ButtonRow>
        <Button icon="folder" disabledReason={busy ?? mayNot} onClick={() => void choose()}>
          {t(isOn ? 'requests.watchedOther' : 'requests.watchedChoose')}
        </Button>
        {isOn ? (
          <>
            <Button disabledReason={busy} onClick={() => void look.run(undefined)}>
              {t('requests.watchedNow')}
            </Button>
            <Button kind="danger" disabledReason={busy ?? mayNot} onClick={() => void set.run(undefined)}>
              {t('requests.watchedOff')}
            </Button>
          </>
        ) : null}
      </ButtonRow>
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

function Watched({ state }: { readonly state: WatchedFolder }): ReactNode {
  const t = useT();
  const { path = '', by = '', lookedAt, files, requests, faults } = state;
  return (
    <>
      {state.unreadable ? <Banner verdict="fail" text={t('requests.watchedUnreadable')} /> : null}
      <Facts
        lines
        facts={[
          { label: t('requests.watchedPath'), value: <Mono text={path} /> },
          { label: t('requests.watchedBy'), value: <SafeText text={by} /> },
          {
            label: t('requests.watchedLooked'),
            value: lookedAt === undefined ? t('requests.watchedNever') : <UtcDate date={new Date(lookedAt)} />,
          },
          { label: t('requests.watchedTaken'), value: t('requests.watchedCounts', { files, requests }) },
        ]}
      />
      {faults.length === 0 ? null : (
        <Section title={t('requests.watchedFaults')} level={3}>
          <ul>
            {faults.map(({ name, at, code, message }) => (
              <li key={`${name} ${at} ${code}`}>
                <SafeText text={name} />: <SafeText text={message} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
