import { useState, type ReactNode } from 'react';
import type { GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { GroupChoice, NewGroup } from './group-choice.tsx';
import type { KeyRow } from './keys-on-token.tsx';
import { PinWait } from './pin-wait.tsx';
import type { TokenAt } from './token-places.ts';
import { useNoGeneration } from './use-mechanisms.ts';
import { usePinAction } from './use-pin-action.ts';
import { VendorSteps } from './vendor-steps.tsx';
import type { TokensRoute } from './tokens-route.ts';

interface AdoptProps {
  readonly place: TokenAt;
  /** The key that is chosen in the table, if any. */
  readonly row: KeyRow | undefined;
  readonly route: TokensRoute;
}

/** Takes a key that is on the token already as the next generation of a group; or tells how to get one there. */
export function AdoptKeyDialog({ place, row, route }: AdoptProps): ReactNode {
  const t = useT();
  const { token } = place;
  const [group, setGroup] = useState<GroupRow>();
  const cannotGenerate = useNoGeneration(place) !== undefined;
  const adopt = usePinAction((client, input: { readonly groupRef: string; readonly keyId: string }, options) =>
    client.keys.adopt({ tokenUri: token.uri, ...input }, options),
  );
  const free = row !== undefined && row.group === undefined && row.key.algorithm !== undefined;
  const reason = free ? (group === undefined ? t('tokens.chooseGroupFirst') : undefined) : t('tokens.chooseKeyFirst');
  const start = (): void => {
    if (!free || group === undefined || adopt.busy) return;
    void adopt.run({ groupRef: group.groupRef, keyId: row.key.keyId }).then((done) => {
      if (done === undefined) return;
      route.close();
      showToast(t('tokens.keyAdopted', { group: group.id, number: done.generation.number }), {
        label: t('tokens.openGroup'),
        onAction: () => navigate('keys', { ref: group.groupRef, name: group.id }),
      });
    });
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('tokens.adoptTitle', { token: token.label })}
      onClose={route.close}
      onSubmit={start}
      actionsAside={free ? <NewGroup /> : undefined}
      actions={
        <>
          <Button autoFocus={!free} onClick={route.close}>
            {t(free ? 'ui.cancel' : 'ui.close')}
          </Button>
          <Button kind="primary" submit disabled={adopt.busy} disabledReason={reason}>
            {t('tokens.adoptVerb')}
          </Button>
        </>
      }
    >
      <Prose>{t('tokens.adoptText')}</Prose>
      {free ? (
        <>
          <Facts
            facts={[
              { label: t('tokens.key'), value: row.key.label || t('tokens.noLabel') },
              { label: t('tokens.algorithm'), value: row.key.algorithmText },
              { label: t('tokens.ckaId'), value: <Mono text={row.key.keyId} /> },
              {
                label: t('tokens.spki'),
                value:
                  row.key.spkiSha256 === undefined ? t('tokens.spkiUnknown') : <Fingerprint hex={row.key.spkiSha256} />,
              },
            ]}
          />
          <GroupChoice chosen={group} wanted={undefined} onChoose={setGroup} />
        </>
      ) : (
        <Section title={t(cannotGenerate ? 'tokens.stepsTitleMust' : 'tokens.stepsTitle')}>
          <VendorSteps profile={place.module.profile} />
        </Section>
      )}
      <PinWait
        action={adopt}
        past={token.signedIn === 'user'}
        what={t('tokens.readingKey')}
        cancelMeans={t('tokens.cancelPinMeans')}
      />
      {adopt.fault === undefined ? null : <FaultNote fault={adopt.fault} />}
    </Dialog>
  );
}
