import { useEffect, useMemo, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PinTries } from '../../ui/pin-tries.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, PageBody, Section } from '../../ui/section.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { guideEntry } from '../guides/index.ts';
import { KeysOnToken } from './keys-on-token.tsx';
import { PinWait } from './pin-wait.tsx';
import { TokenFacts } from './token-facts.tsx';
import { moduleKey, type TokenAt } from './token-places.ts';
import { placeTitle, slotName, triesOf, triesText } from './token-words.ts';
import type { TokensRoute } from './tokens-route.ts';
import { useTokenDeeds, type TokenDeeds } from './use-token-deeds.ts';

interface TokenDetailProps {
  readonly place: TokenAt;
  readonly lookedAt: Date | undefined;
  readonly route: TokensRoute;
}

/** One token: its PIN as it reports it, what it is and offers, the keys on it. */
export function TokenDetail({ place, lookedAt, route }: TokenDetailProps): ReactNode {
  const t = useT();
  const { token } = place;
  const [deeds, action] = useTokenDeeds(place);
  useCommands(useTokenCommands(place, deeds, route));
  useAskedSignIn(route, deeds);
  return (
    <>
      <PageHead
        title={<SafeText text={placeTitle(t, place)} />}
        facts={<HeadFacts place={place} />}
        actions={<HeadActions place={place} deeds={deeds} route={route} />}
      />
      <PageBody>
        <PinWait action={action} what={t('tokens.tokenWorks')} cancelMeans={t('tokens.cancelPinMeans')} past={false} />
        {action.fault === undefined ? null : <FaultNote fault={action.fault} />}
        {token.pinPad ? <Banner verdict="info" text={t('tokens.pinPadText')} /> : null}
        <Columns>
          <PinState place={place} lookedAt={lookedAt} />
          <TokenFacts place={place} route={route} />
        </Columns>
        <KeysOnToken place={place} route={route} onSignIn={deeds.signIn} />
      </PageBody>
    </>
  );
}

function HeadFacts({ place }: { readonly place: TokenAt }): ReactNode {
  const t = useT();
  const { token, slot } = place;
  return (
    <>
      {token.software ? <VerdictChip verdict="info" icon="hard-drive" word={t('tokens.software')} /> : null}
      <span>
        <SafeText text={token.model} />
      </span>
      <span>
        {t('tokens.serial')} <Mono text={token.serial} />
      </span>
      <span>
        <SafeText text={slotName(t, slot.moduleId, slot)} />
      </span>
    </>
  );
}

function HeadActions({
  place,
  deeds,
  route,
}: {
  readonly place: TokenAt;
  readonly deeds: TokenDeeds;
  readonly route: TokensRoute;
}): ReactNode {
  const t = useT();
  const { token, module } = place;
  const busy = deeds.busy ? t('tokens.busyReason') : undefined;
  const blocked = token.pin === 'blocked';
  return (
    <>
      {!token.userPinSet ? (
        <Button kind="primary" onClick={deeds.setPin} disabledReason={busy}>
          {t('tokens.setPin')}
        </Button>
      ) : blocked ? (
        <Button kind="primary" onClick={deeds.unblock} disabledReason={busy}>
          {t('tokens.unblock')}
        </Button>
      ) : (
        <>
          <Button onClick={deeds.changePin} disabledReason={busy}>
            {t('tokens.changePin')}
          </Button>
          {token.signedIn === 'no' ? (
            <Button
              kind="primary"
              keys="Ctrl+I"
              onClick={deeds.signIn}
              disabledReason={busy ?? (token.loginRequired ? undefined : t('tokens.noLoginReason'))}
            >
              {t('tokens.signIn')}
            </Button>
          ) : (
            <Button keys="Ctrl+I" icon="log-out" onClick={deeds.signOut} disabledReason={busy}>
              {t('tokens.signOut')}
            </Button>
          )}
        </>
      )}
      <MenuButton
        items={[
          {
            label: t('tokens.unblock'),
            icon: 'lock-open',
            disabledReason: busy ?? (token.userPinSet ? undefined : t('tokens.unblockReason')),
            onSelect: deeds.unblock,
          },
          {
            label: t('tokens.showLibrary'),
            icon: 'package',
            onSelect: () => route.choose(moduleKey(module.moduleId), module.name),
          },
          guideEntry(t, 'token-lost', { kind: 'token', id: token.uri, name: token.label }),
          {
            label: t('tokens.initialise'),
            icon: 'rotate-ccw',
            danger: true,
            disabledReason: busy ?? initReason(t, module.limits, token.software),
            onSelect: () => route.ask('initialise'),
          },
        ]}
      />
    </>
  );
}

/** Why the profile of a module forbids initialising here, if it does; a software token in use is never made anew. */
export function initReason(
  t: ReturnType<typeof useT>,
  limits: TokenAt['module']['limits'],
  isSoftwareInUse = false,
): string | undefined {
  if (isSoftwareInUse) return t('tokens.noInitSoftware');
  return limits.includes('no-token-init') ? t('tokens.noInitReason') : undefined;
}

function PinState({ place, lookedAt }: { readonly place: TokenAt; readonly lookedAt: Date | undefined }): ReactNode {
  const t = useT();
  const { token } = place;
  const user = token.userPinSet ? triesText(t, token.pin, 'user') : t('tokens.pinNotSetText');
  const officer = triesText(t, token.soPin, 'so');
  const clock = lookedAt?.toISOString().slice(11, 19);
  return (
    <Section
      title={t(token.software ? 'tokens.passphraseState' : 'tokens.pinState')}
      aside={clock === undefined ? undefined : t('tokens.reportedAt', { clock })}
    >
      <PinTries
        label={t(token.software ? 'tokens.passphrase' : 'tokens.userPin')}
        tries={token.userPinSet ? triesOf(token.pin) : undefined}
        {...(user === undefined ? {} : { text: user })}
      />
      {token.software ? null : (
        <PinTries
          label={t('tokens.soPin')}
          tries={triesOf(token.soPin)}
          {...(officer === undefined ? {} : { text: officer })}
        />
      )}
    </Section>
  );
}

/** `do=sign-in` in the route: asked for by a command elsewhere. */
function useAskedSignIn(route: TokensRoute, deeds: TokenDeeds): void {
  const asked = route.deed === 'sign-in';
  useEffect(() => {
    if (!asked) return;
    route.close();
    deeds.signIn();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each question, not for each draw
  }, [asked]);
}

function useTokenCommands(place: TokenAt, deeds: TokenDeeds, route: TokensRoute): readonly Command[] {
  const { moduleId, name: library, limits } = place.module;
  const { label: name, signedIn: login, software } = place.token;
  // Compared as text: core's answers are new objects at each read.
  const limitText = limits.join(' ');
  const { ask, choose } = route;
  return useMemo((): readonly Command[] => {
    const { busy } = deeds;
    const signedIn = login !== 'no';
    return [
      {
        id: 'tokens.signIn',
        title: (t) => t(signedIn ? 'tokens.signOutOf' : 'tokens.signInTo', { token: name }),
        icon: signedIn ? 'log-out' : 'log-in',
        keys: 'Ctrl+I',
        scope: 'here',
        disabledReason: (t) => (busy ? t('tokens.busyReason') : undefined),
        run: signedIn ? deeds.signOut : deeds.signIn,
      },
      {
        id: 'tokens.generate',
        title: (t) => t('tokens.generateOn', { token: name }),
        icon: 'key-round',
        keys: 'Ctrl+G',
        scope: 'here',
        run: () => ask('generate'),
      },
      {
        id: 'tokens.adopt',
        title: (t) => t('tokens.adoptOn', { token: name }),
        icon: 'file-key',
        scope: 'here',
        run: () => ask('adopt'),
      },
      {
        id: 'tokens.changePin',
        title: (t) => t('tokens.changePinOf', { token: name }),
        icon: 'lock',
        scope: 'here',
        run: deeds.changePin,
      },
      {
        id: 'tokens.unblock',
        title: (t) => t('tokens.unblockOf', { token: name }),
        icon: 'lock-open',
        scope: 'here',
        run: deeds.unblock,
      },
      {
        id: 'tokens.initialise',
        title: (t) => t('tokens.initialiseOf', { token: name }),
        icon: 'rotate-ccw',
        scope: 'here',
        disabledReason: (t) => initReason(t, limitText.includes('no-token-init') ? ['no-token-init'] : [], software),
        run: () => ask('initialise'),
      },
      {
        id: 'tokens.showLibrary',
        title: (t) => t('tokens.showLibraryOf', { token: name }),
        icon: 'package',
        scope: 'here',
        run: () => choose(moduleKey(moduleId), library),
      },
    ];
  }, [name, login, software, moduleId, library, limitText, deeds, ask, choose]);
}
