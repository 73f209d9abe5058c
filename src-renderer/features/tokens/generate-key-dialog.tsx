import { useState, type ReactNode } from 'react';
import type { AlgorithmOffer, KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import type { GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { GroupChoice, NewGroup } from './group-choice.tsx';
import { PinWait } from './pin-wait.tsx';
import type { TokenAt } from './token-places.ts';
import { algorithmText } from './token-words.ts';
import { useMechanisms } from './use-mechanisms.ts';
import { usePinAction } from './use-pin-action.ts';
import type { TokensRoute } from './tokens-route.ts';

type Wish = KeyAlgorithmName | 'as-group';

/** Makes the key of a group's next generation on this token: choose the group, maybe another algorithm, enter the PIN. */
export function GenerateKeyDialog({
  place,
  route,
}: {
  readonly place: TokenAt;
  readonly route: TokensRoute;
}): ReactNode {
  const t = useT();
  const { token } = place;
  const [picked, setPicked] = useState<GroupRow>();
  const [algorithm, setAlgorithm] = useState<Wish>('as-group');
  const named = useNamedGroup(route.groupRef);
  const group = picked ?? named;
  const offers = useMechanisms(token.uri);
  const generate = usePinAction((client, groupRef: string, options) =>
    client.keys.generate(
      { groupRef, tokenUri: token.uri, ...(algorithm === 'as-group' ? {} : { algorithm }) },
      options,
    ),
  );
  const start = (): void => {
    if (group === undefined || generate.busy) return;
    void generate.run(group.groupRef).then((done) => {
      if (done === undefined) return;
      const { number, keyId } = done.generation;
      showToast(t('tokens.keyMade', { group: group.id, number }), {
        label: t('tokens.openGroup'),
        onAction: () => navigate('keys', { ref: group.groupRef, name: group.id }),
      });
      if (keyId === undefined) route.close();
      else route.chooseKey(keyId);
    });
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('tokens.generateTitle', { token: token.label })}
      onClose={route.close}
      onSubmit={start}
      actionsAside={<NewGroup />}
      actions={
        <>
          <Button onClick={route.close}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabled={generate.busy}
            disabledReason={group === undefined ? t('tokens.chooseGroupFirst') : undefined}
          >
            {t('tokens.generateVerb')}
          </Button>
        </>
      }
    >
      <Prose>{t('tokens.generateText')}</Prose>
      {token.software ? (
        <span>
          <VerdictChip verdict="info" icon="hard-drive" word={t('tokens.software')} /> {t('tokens.softwareText')}
        </span>
      ) : null}
      <GroupChoice chosen={group} wanted={route.groupRef} onChoose={setPicked} />
      <SelectField
        label={t('tokens.algorithm')}
        value={algorithm}
        choices={[
          { value: 'as-group', label: t('tokens.asGroupSays') },
          ...(offers.data?.algorithms ?? []).map((offer) => algorithmChoice(t, offer)),
        ]}
        onChange={setAlgorithm}
      />
      <PinWait
        action={generate}
        past={token.signedIn === 'user'}
        what={t('tokens.makingKey')}
        cancelMeans={t('tokens.cancelGenerateMeans')}
      />
      {generate.fault === undefined ? null : <FaultNote fault={generate.fault} />}
    </Dialog>
  );
}

/** The group that another page named, whole, so that it is chosen though it may stand far down the list. */
function useNamedGroup(groupRef: string | undefined): GroupRow | undefined {
  const named = useCoreQuery(
    'keys',
    ['group-named', groupRef],
    (client) => client.keys.group(groupRef === undefined ? {} : { groupRef }),
    { enabled: groupRef !== undefined },
  );
  return groupRef === undefined ? undefined : named.data?.group;
}

function algorithmChoice(t: ReturnType<typeof useT>, offer: AlgorithmOffer) {
  const name = algorithmText(offer.algorithm);
  return {
    value: offer.algorithm,
    label: offer.canGenerate ? name : t('tokens.notOffered', { name }),
    disabled: !offer.canGenerate,
  };
}
