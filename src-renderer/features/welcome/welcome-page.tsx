import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery, useRefresh } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { RestoreDialog } from '../settings/restore-dialog.tsx';
import { LibraryStep } from './library-step.tsx';
import { TokenStep } from './token-step.tsx';
import { WelcomeFrame, type WelcomeStep } from './welcome-frame.tsx';
import { bestHome, type KeyHome } from './key-homes.ts';
import { WhereStep } from './where-step.tsx';

type Step =
  | { readonly kind: 'where' }
  | { readonly kind: 'library'; readonly home: 'hardware' | 'softhsm' }
  | { readonly kind: 'token'; readonly moduleId: string };

const NUMBER: Readonly<Record<Step['kind'], WelcomeStep>> = { where: 1, library: 2, token: 3 };

/** The first start: where keys live, the library confirmed, a token initialised, then the first key group. */
export function WelcomePage(): ReactNode {
  const t = useT();
  const [step, setStep] = useState<Step>({ kind: 'where' });
  const [home, setHome] = useState<KeyHome>();
  const [restoring, setRestoring] = useState(false);
  const found = useCoreQuery('tokens', ['discover'], (core) => core.tokens.discover({}));
  const modules = useCoreQuery('tokens', ['modules'], (core) => core.tokens.modules({}));
  const refresh = useRefresh();
  const finish = useCoreAction((client, _: undefined, signal) => client.workspace.welcomeDone({}, { signal }));
  const libraries = found.data?.found ?? [];
  const slots = useCoreQuery('tokens', ['slots'], (core) => core.tokens.list({})).data?.slots;
  const chosen = home ?? bestHome(libraries, slots ?? []);

  const leave = (to: 'keys' | 'tokens'): void => {
    void finish.run(undefined).then((done) => {
      if (done === undefined) return;
      refresh(['workspace']);
      navigate(to, to === 'keys' ? { new: 'group' } : {});
    });
  };
  const goOn = (): void => {
    if (chosen === 'software') setStep({ kind: 'token', moduleId: 'software' });
    else setStep({ kind: 'library', home: chosen });
  };
  const skip = (
    <Button kind="text" onClick={() => leave('tokens')}>
      {t('welcome.skip')}
    </Button>
  );
  const fault = finish.fault === undefined ? null : <FaultNote fault={finish.fault} />;

  return (
    <WelcomeFrame step={NUMBER[step.kind]}>
      {step.kind === 'where' ? (
        <WhereStep
          chosen={chosen}
          libraries={libraries}
          modules={modules.data?.modules ?? []}
          reading={found.isPending}
          fault={found.error?.fault}
          onChoose={setHome}
          note={fault}
          foot={
            <>
              {skip}
              <Button onClick={() => void window.shell?.openDemo()}>{t('demo.offer')}</Button>
              <Button onClick={() => setRestoring(true)}>{t('welcome.restore')}</Button>
              <Button kind="primary" keys="Enter" autoFocus onClick={goOn}>
                {t(GO_ON[chosen])}
              </Button>
            </>
          }
        />
      ) : null}
      {step.kind === 'library' ? (
        <LibraryStep
          home={step.home}
          libraries={libraries}
          modules={modules.data?.modules ?? []}
          skip={skip}
          note={fault}
          onBack={() => setStep({ kind: 'where' })}
          onLoaded={(moduleId) => setStep({ kind: 'token', moduleId })}
        />
      ) : null}
      {step.kind === 'token' ? (
        <TokenStep
          moduleId={step.moduleId}
          skip={skip}
          note={fault}
          onBack={() => setStep({ kind: 'where' })}
          onDone={() => leave('keys')}
        />
      ) : null}
      {restoring ? <RestoreDialog onClose={() => setRestoring(false)} /> : null}
    </WelcomeFrame>
  );
}

const GO_ON = {
  hardware: 'welcome.goOnHardware',
  softhsm: 'welcome.goOnSofthsm',
  software: 'welcome.goOnSoftware',
} as const satisfies Record<KeyHome, string>;
