import type { ReactNode } from 'react';
import type { Known } from '../../../shared/contract/common.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, Section } from '../../ui/section.tsx';
import type { Verdict } from '../../ui/tone.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { stateLook } from '../keys/key-words.ts';
import type { KeyRow } from './keys-on-token.tsx';
import type { TokenAt } from './token-places.ts';
import type { TokensRoute } from './tokens-route.ts';

interface KeyReferenceProps {
  readonly row: KeyRow;
  readonly place: TokenAt;
  readonly route: TokensRoute;
}

/** Names one key on one token: URI and fingerprint whole, what the token says of its protection, what may be done. */
export function KeyReference({ row, place, route }: KeyReferenceProps): ReactNode {
  const t = useT();
  const { key, group } = row;
  const { token } = place;
  return (
    <Section title={t('tokens.reference')} aside={<ReferenceActions row={row} place={place} route={route} />}>
      <Columns>
        <Facts
          facts={[
            { label: t('tokens.key'), value: key.label === '' ? t('tokens.noLabel') : <SafeText text={key.label} /> },
            {
              label: t('tokens.keyGroup'),
              value:
                group === undefined ? (
                  t('tokens.noGroup')
                ) : (
                  <>
                    <Mono text={group.id} /> {t('tokens.generationShort', { number: group.number })}{' '}
                    <StateWord {...stateLook(t, group.state)} />
                  </>
                ),
            },
            {
              label: t('tokens.spki'),
              value:
                key.spkiSha256 === undefined ? (
                  t('tokens.spkiUnknown')
                ) : (
                  <Fingerprint hex={key.spkiSha256} copy={t('tokens.spki')} />
                ),
            },
            { label: t('tokens.uri'), value: <Mono text={key.uri} copy={t('tokens.uri')} /> },
          ]}
        />
        <Facts
          facts={ATTRIBUTES.map(({ name, label, good }) => ({
            label: t(label),
            value: <KnownWord known={key[name]} good={token.software ? undefined : good} />,
          }))}
        />
      </Columns>
    </Section>
  );
}

/** Attributes as the token reports them, and which answer is the safe one; none for those that only inform. */
const ATTRIBUTES: readonly {
  readonly name:
    'sensitive' | 'extractable' | 'alwaysSensitive' | 'neverExtractable' | 'madeHere' | 'canSign' | 'pinPerSignature';
  readonly label: PlainKey;
  readonly good: 'yes' | 'no' | undefined;
}[] = [
  { name: 'sensitive', label: 'tokens.sensitive', good: 'yes' },
  { name: 'extractable', label: 'tokens.extractable', good: 'no' },
  { name: 'alwaysSensitive', label: 'tokens.alwaysSensitive', good: 'yes' },
  { name: 'neverExtractable', label: 'tokens.neverExtractable', good: 'yes' },
  { name: 'madeHere', label: 'tokens.madeHere', good: 'yes' },
  { name: 'canSign', label: 'tokens.canSignFact', good: 'yes' },
  { name: 'pinPerSignature', label: 'tokens.pinPerSignature', good: undefined },
];

function KnownWord({ known, good }: { readonly known: Known; readonly good: 'yes' | 'no' | undefined }): ReactNode {
  const t = useT();
  if (known === 'unknown') return <StateWord verdict="unknown" word={t('tokens.notReported')} />;
  const word = t(known === 'yes' ? 'tokens.yes' : 'tokens.no');
  if (good === undefined) return word;
  const verdict: Verdict = known === good ? 'pass' : 'warn';
  return <StateWord verdict={verdict} word={word} />;
}

function ReferenceActions({ row, place, route }: KeyReferenceProps): ReactNode {
  const t = useT();
  const mayDestroy = useMayCall('keys.destroy');
  const { group } = row;
  return (
    <>
      {group === undefined ? (
        <Button
          small
          onClick={() => route.ask('adopt')}
          disabledReason={row.key.algorithm === undefined ? t('tokens.cannotUse') : undefined}
        >
          {t('tokens.adoptThis')}
        </Button>
      ) : (
        <Button small onClick={() => navigate('keys', { ref: group.groupRef, name: group.id })}>
          {t('tokens.openGroup')}
        </Button>
      )}
      {place.token.software ? (
        <Button small onClick={() => route.ask('export')}>
          {t('tokens.export')}
        </Button>
      ) : null}
      <Button small kind="danger" disabledReason={mayDestroy} onClick={() => route.ask('destroy')}>
        {t('tokens.destroy')}
      </Button>
    </>
  );
}
