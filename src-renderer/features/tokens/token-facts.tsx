import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import type { MechanismView } from '../../../shared/contract/key-facts.ts';
import type { TokenAt } from './token-places.ts';
import { moduleKey } from './token-places.ts';
import { algorithmText, moduleName } from './token-words.ts';
import type { TokensRoute } from './tokens-route.ts';
import { useMechanisms } from './use-mechanisms.ts';

/** What the token is, how it wants its PIN, what it offers. */
export function TokenFacts({ place, route }: { readonly place: TokenAt; readonly route: TokensRoute }): ReactNode {
  const t = useT();
  const { token, module } = place;
  const offers = useMechanisms(token.uri);
  const names = (offers.data?.algorithms ?? [])
    .filter((offer) => offer.canSign)
    .map((offer) =>
      offer.canGenerate
        ? algorithmText(offer.algorithm)
        : t('tokens.onlySigns', { name: algorithmText(offer.algorithm) }),
    );
  const facts: readonly Fact[] = [
    { label: t('tokens.manufacturer'), value: textOrNull(token.manufacturer) },
    { label: t('tokens.firmware'), value: textOrNull(token.firmware) },
    {
      label: t(token.software ? 'tokens.passphraseLength' : 'tokens.pinLength'),
      value: t('tokens.lengthBetween', { min: token.minPinLength, max: token.maxPinLength }),
    },
    { label: t('tokens.pinEntry'), value: t(token.pinPad ? 'tokens.pinEntryPad' : 'tokens.pinEntryHere') },
    ...(token.writeProtected ? [{ label: t('tokens.writing'), value: t('tokens.writeProtected') }] : []),
    {
      label: t('tokens.algorithms'),
      value:
        offers.error !== null ? (
          <FaultNote fault={offers.error.fault} onRetry={() => void offers.refetch()} />
        ) : offers.data === undefined ? (
          t('tokens.reading')
        ) : (
          <>
            {names.length === 0 ? t('tokens.noAlgorithms') : names.join(', ')}{' '}
            <Link onFollow={() => route.ask('mechanisms')}>
              {t('tokens.allMechanisms', { count: offers.data.mechanisms.length })}
            </Link>
          </>
        ),
    },
    { label: t('tokens.freeSpace'), value: spaceText(t, token.freePrivateBytes) },
    {
      label: t('tokens.library'),
      value: (
        <Link onFollow={() => route.choose(moduleKey(module.moduleId), module.name)}>
          {[moduleName(t, module), module.library?.version].filter(Boolean).join(' ')}
        </Link>
      ),
    },
  ];
  return (
    <Section title={t('tokens.token')}>
      <Facts facts={facts} />
      {route.deed === 'mechanisms' && offers.data !== undefined ? (
        <MechanismsDialog mechanisms={offers.data.mechanisms} name={token.label} onClose={route.close} />
      ) : null}
    </Section>
  );
}

function textOrNull(text: string): ReactNode {
  return text.trim() === '' ? null : <SafeText text={text} />;
}

/** Bytes free for private objects; most smartcards do not tell. */
function spaceText(t: Translate, bytes: number | undefined): string {
  return bytes === undefined ? t('tokens.spaceUnknown') : t('tokens.spaceFree', { kib: Math.floor(bytes / 1024) });
}

function MechanismsDialog(props: {
  readonly mechanisms: readonly MechanismView[];
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { mechanisms } = props;
  const columns: readonly Column<MechanismView>[] = [
    { id: 'name', header: t('tokens.mechanism'), kind: 'mono', width: 'minmax(14rem, 2fr)', render: (row) => row.name },
    { id: 'sizes', header: t('tokens.keySizes'), width: 'minmax(7rem, 1fr)', render: (row) => sizesText(row) },
    {
      id: 'use',
      header: t('tokens.usedFor'),
      width: 'minmax(9rem, 1fr)',
      render: (row) =>
        [row.canGenerate ? t('tokens.canGenerate') : '', row.canSign ? t('tokens.canSign') : '']
          .filter(Boolean)
          .join(', ') || '–',
    },
  ];
  return (
    <Dialog
      open
      width="wide"
      title={t('tokens.mechanismsOf', { token: props.name })}
      onClose={props.onClose}
      actions={
        <Button autoFocus onClick={props.onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <DataTable
        label={t('tokens.mechanismsOf', { token: props.name })}
        columns={columns}
        rowCount={mechanisms.length}
        rowAt={(index) => mechanisms[index]}
        rowKey={(row) => String(row.number)}
        maxRows={14}
        empty={<EmptyState title={t('tokens.noMechanisms')} text={t('tokens.noMechanismsText')} />}
      />
    </Dialog>
  );
}

function sizesText({ minKeySize, maxKeySize }: MechanismView): string {
  if (maxKeySize === 0) return '–';
  return minKeySize === maxKeySize ? String(maxKeySize) : `${minKeySize}–${maxKeySize}`;
}
