import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { create } from 'zustand';
import { useT } from '../../locales/language.tsx';
import type { Command } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { useOperators, type OperatorsOverview } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { rolesText } from './operator-words.ts';

/** Read when somebody signs in: the top bar is part of what every start waits for. */
const SignInDialog = lazy(async () => ({ default: (await import('./sign-in-dialog.tsx')).SignInDialog }));

const useSignIn = create<{ readonly open: boolean }>(() => ({ open: false }));

/** There on every page. */
export const operatorCommands: readonly Command[] = [
  {
    id: 'operators.signIn',
    title: (t) => t('operators.signInDots'),
    icon: 'log-in',
    scope: 'global',
    run: () => useSignIn.setState({ open: true }),
  },
];

/** Who is signed in, in the top bar. Undefined while there are no operators: then the local user stands there. */
export function OperatorState({ otherwise }: { readonly otherwise: ReactNode }): ReactNode {
  const overview = useOperators().data;
  if (overview === undefined || overview.roster.state !== 'good') return otherwise;
  return <Known overview={overview} />;
}

function Known({ overview }: { readonly overview: OperatorsOverview }): ReactNode {
  const t = useT();
  const { me, operators } = overview;
  const asking = useSignIn((state) => state.open);
  const ask = (): void => useSignIn.setState({ open: true });
  const [lost, leave] = useLostSession(me);
  const out = useCoreAction((core) => core.operators.signOut({}));
  const signOut = (): void => {
    leave();
    void out.run(undefined);
  };
  const name = me?.name ?? lost?.name ?? t('operators.nobody');
  const state = me !== undefined ? rolesText(t, me.roles) : lost === undefined ? undefined : t('operators.sessionLost');
  return (
    <>
      <div
        className="two operator"
        title={state === undefined ? name : `${name}: ${state}`}
        role="group"
        aria-label={t('operators.whoSignsIn')}
      >
        <Icon name={me === undefined ? 'user' : 'id-card'} />
        <div className="names" role="status">
          <strong>
            <SafeText text={name} />
          </strong>
          {state === undefined ? null : <small>{state}</small>}
        </div>
        {me === undefined ? (
          <Button small onClick={ask}>
            {t('operators.signIn')}
          </Button>
        ) : (
          <MenuButton
            label={t('operators.actionsOf', { name: me.name })}
            items={[
              { label: t('operators.signOut', { name: me.name }), icon: 'log-out', onSelect: signOut },
              { label: t('operators.switchTo'), icon: 'log-in', onSelect: ask },
              { label: t('operators.title'), icon: 'users', onSelect: () => navigate('operators') },
            ]}
          />
        )}
      </div>
      {asking ? (
        <Suspense>
          <SignInDialog
            operators={operators}
            last={me === undefined ? lost?.operatorId : undefined}
            onClose={() => useSignIn.setState({ open: false })}
          />
        </Suspense>
      ) : null}
    </>
  );
}

type Me = OperatorsOverview['me'];

/** Whose session ended by itself (token out, idle, computer locked), until somebody signs in; not after a sign-out by hand. */
function useLostSession(me: Me): readonly [lost: Me, leave: () => void] {
  const [lost, setLost] = useState<Me>();
  const before = useRef<Me>(undefined);
  const leaving = useRef(false);
  useEffect(() => {
    if (me === undefined && before.current !== undefined && !leaving.current) setLost(before.current);
    if (me !== undefined) setLost(undefined);
    leaving.current = false;
    before.current = me;
  }, [me]);
  return [
    lost,
    () => {
      leaving.current = true;
    },
  ];
}
