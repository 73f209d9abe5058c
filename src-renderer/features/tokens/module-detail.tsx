import { useState, type ReactNode } from 'react';
import type { ModuleView } from '../../../shared/contract/tokens.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { Finding } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Columns, PageBody, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { AddLibraryDialog } from './add-library-dialog.tsx';
import { hostState, moduleName, moduleState } from './token-words.ts';
import type { TokensRoute } from './tokens-route.ts';

const LIMITS: Readonly<Record<ModuleView['limits'][number], PlainKey>> = {
  'fixed-slots': 'tokens.limitFixedSlots',
  'no-key-generation': 'tokens.limitNoGeneration',
  'no-attribute-change': 'tokens.limitNoAttributes',
  'no-token-init': 'tokens.limitNoInit',
};

/** A library: what file it is, whether it is still the confirmed one, how its host is. */
export function ModuleDetail({
  module,
  route,
}: {
  readonly module: ModuleView;
  readonly route: TokensRoute;
}): ReactNode {
  const t = useT();
  const { moduleId, host } = module;
  const name = moduleName(t, module);
  const restart = useCoreAction((client, _: undefined, signal) => client.tokens.restartHost({ moduleId }, { signal }));
  const builtIn = module.trust === 'built-in';
  const trusted = builtIn || module.trust === 'confirmed';
  return (
    <>
      <PageHead
        title={name}
        facts={
          <>
            <StateWord {...moduleState(t, module)} />
            {module.library === undefined ? null : (
              <span>{t('tokens.version', { version: module.library.version })}</span>
            )}
          </>
        }
        actions={
          <>
            <Button
              icon="refresh-cw"
              disabled={restart.busy}
              onClick={() => {
                void restart.run(undefined).then((done) => {
                  if (done !== undefined) showToast(t('tokens.restarted', { name }));
                });
              }}
            >
              {t('tokens.restart')}
            </Button>
            <Button
              kind="danger"
              disabledReason={builtIn ? t('tokens.builtInReason') : undefined}
              onClick={() => route.ask('remove-library')}
            >
              {t('tokens.removeLibrary')}
            </Button>
          </>
        }
      />
      <PageBody>
        {restart.fault === undefined ? null : <FaultNote fault={restart.fault} />}
        <TrustFinding module={module} />
        <Columns>
          <Section title={t('tokens.file')}>
            <Facts facts={fileFacts(t, module)} />
          </Section>
          <Section title={t('tokens.host')}>
            <Facts
              facts={[
                { label: t('tokens.state'), value: <StateWord {...hostState(t, host)} /> },
                { label: t('tokens.restarts'), value: host.restarts.toLocaleString(t.locale) },
                { label: t('tokens.processId'), value: host.pid === undefined ? '–' : String(host.pid) },
                {
                  label: t('tokens.limits'),
                  value:
                    module.limits.length === 0
                      ? t('tokens.noLimits')
                      : module.limits.map((limit) => t(LIMITS[limit])).join(' '),
                },
              ]}
            />
            {host.lastFault === undefined || !trusted ? null : (
              <>
                <p>
                  {t('tokens.lastFault')} <UtcDate date={new Date(host.lastFault.at)} />
                </p>
                <FaultNote fault={host.lastFault} />
              </>
            )}
          </Section>
        </Columns>
      </PageBody>
      {route.deed === 'remove-library' && !builtIn ? <RemoveDialog module={module} route={route} /> : null}
    </>
  );
}

function fileFacts(t: ReturnType<typeof useT>, module: ModuleView): readonly Fact[] {
  const { library, confirmedAt } = module;
  return [
    { label: t('tokens.path'), value: <Mono text={module.path} copy={t('tokens.path')} /> },
    ...(module.sha256 === undefined
      ? []
      : [{ label: t('errors.expectedHash'), value: <Fingerprint hex={module.sha256} copy={t('tokens.sha256')} /> }]),
    ...(confirmedAt === undefined
      ? []
      : [{ label: t('tokens.confirmedAt'), value: <UtcDate date={new Date(confirmedAt)} /> }]),
    { label: t('tokens.manufacturer'), value: library?.manufacturer || null },
    { label: t('tokens.description'), value: library?.description || null },
    { label: t('tokens.cryptoki'), value: library?.cryptoki ?? null },
  ];
}

/** A library that is refused: why, and what to do about it. */
function TrustFinding({ module }: { readonly module: ModuleView }): ReactNode {
  const t = useT();
  const [looking, setLooking] = useState(false);
  switch (module.trust) {
    case 'built-in':
    case 'confirmed':
      return null;
    case 'missing':
      return (
        <Finding
          finding={{
            verdict: 'fail',
            sentence: t('tokens.missingSentence'),
            reason: t('tokens.missingReason'),
            code: 'MODULE_FILE_UNREADABLE',
          }}
        />
      );
    case 'writable-by-others':
      return (
        <Finding
          finding={{
            verdict: 'fail',
            sentence: t('errors.MODULE_FILE_WRITABLE'),
            reason: t('errors.MODULE_FILE_WRITABLE_next'),
            code: 'MODULE_FILE_WRITABLE',
          }}
        />
      );
    case 'changed':
      return (
        <>
          <Finding
            finding={{
              verdict: 'fail',
              sentence: t('errors.MODULE_FILE_CHANGED'),
              reason: t('errors.MODULE_FILE_CHANGED_next'),
              code: 'MODULE_FILE_CHANGED',
            }}
          />
          <span>
            <Button onClick={() => setLooking(true)}>{t('tokens.confirmAgain')}</Button>
          </span>
          {looking ? <AddLibraryDialog again={module.path} onClose={() => setLooking(false)} /> : null}
        </>
      );
  }
}

function RemoveDialog({ module, route }: { readonly module: ModuleView; readonly route: TokensRoute }): ReactNode {
  const t = useT();
  const remove = useCoreAction((client, moduleId: string, signal) =>
    client.tokens.removeModule({ moduleId }, { signal }),
  );
  return (
    <ConfirmDialog
      open
      danger
      question={t('tokens.removeQuestion', { name: module.name })}
      consequence={t('tokens.removeConsequence')}
      facts={[{ label: t('tokens.path'), value: <Mono text={module.path} /> }]}
      confirm={t('tokens.remove')}
      keep={t('tokens.keepLibrary')}
      busy={remove.busy}
      problem={remove.fault === undefined ? undefined : <FaultNote fault={remove.fault} />}
      onClose={route.close}
      onConfirm={() => {
        void remove.run(module.moduleId).then((done) => {
          if (done === undefined) return;
          route.close();
          showToast(t('tokens.removed', { name: module.name }));
        });
      }}
    />
  );
}
