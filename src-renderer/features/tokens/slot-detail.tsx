import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Finding } from '../../ui/finding.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { initReason } from './token-detail.tsx';
import { moduleKey, type TokenPlace } from './token-places.ts';
import { moduleName, placeState, placeTitle, slotName } from './token-words.ts';
import type { TokensRoute } from './tokens-route.ts';

type BlankAt = Extract<TokenPlace, { readonly kind: 'blank' }>;
type UnreadableAt = Extract<TokenPlace, { readonly kind: 'unreadable' }>;
type EmptyAt = Extract<TokenPlace, { readonly kind: 'empty' }>;

/** A token that nobody has initialised yet: what that means, and the one thing to do. */
export function BlankDetail({ place, route }: { readonly place: BlankAt; readonly route: TokensRoute }): ReactNode {
  const t = useT();
  const { module, slot, token } = place;
  return (
    <>
      <PageHead
        title={<SafeText text={placeTitle(t, place)} />}
        facts={token.software ? undefined : <StateWord {...placeState(t, place)} />}
        actions={
          <Button kind="primary" onClick={() => route.ask('initialise')} disabledReason={initReason(t, module.limits)}>
            {t('tokens.initialise')}
          </Button>
        }
      />
      <PageBody>
        <EmptyState
          title={t('tokens.stateBlank')}
          text={initReason(t, module.limits) ?? t(token.software ? 'tokens.newSoftwareText' : 'tokens.blankLong')}
        />
        <Facts
          facts={[
            { label: t('tokens.manufacturer'), value: token.manufacturer || null },
            { label: t('tokens.model'), value: token.model || null },
            { label: t('tokens.slotWord'), value: slotName(t, slot.moduleId, slot) },
            { label: t('tokens.library'), value: moduleName(t, module) },
          ]}
        />
      </PageBody>
    </>
  );
}

/** What is in the slot cannot be read: why, and what to do about it. The other slots go on. */
export function UnreadableDetail({
  place,
  route,
}: {
  readonly place: UnreadableAt;
  readonly route: TokensRoute;
}): ReactNode {
  const t = useT();
  const { module, slot, fault } = place;
  const isSoftware = module.moduleId === 'software';
  return (
    <>
      <PageHead title={<SafeText text={placeTitle(t, place)} />} facts={<StateWord {...placeState(t, place)} />} />
      <PageBody>
        <Finding
          finding={{
            verdict: 'fail',
            sentence: t('tokens.unreadableSentence'),
            reason: t(isSoftware ? 'tokens.unreadableFiles' : 'tokens.unreadableReason'),
            code: [fault.code, fault.data.detail].filter(Boolean).join(' '),
          }}
        />
        <Facts
          facts={[
            { label: t('tokens.slotWord'), value: slot.slotId },
            {
              label: t('tokens.library'),
              value: (
                <Link onFollow={() => route.choose(moduleKey(module.moduleId), module.name)}>
                  {moduleName(t, module)}
                </Link>
              ),
            },
          ]}
        />
      </PageBody>
    </>
  );
}

/** A reader or slot with nothing in it. */
export function EmptySlotDetail({ place, route }: { readonly place: EmptyAt; readonly route: TokensRoute }): ReactNode {
  const t = useT();
  const { module, slot } = place;
  return (
    <>
      <PageHead title={<SafeText text={placeTitle(t, place)} />} facts={<StateWord {...placeState(t, place)} />} />
      <PageBody>
        <EmptyState
          title={t(slot.removable ? 'tokens.emptyReader' : 'tokens.emptySlot')}
          text={t(slot.removable ? 'tokens.emptyReaderText' : 'tokens.emptySlotText')}
          actions={
            <Button onClick={() => route.choose(moduleKey(module.moduleId), module.name)}>
              {t('tokens.showLibrary')}
            </Button>
          }
        />
        <Facts
          facts={[
            { label: t('tokens.manufacturer'), value: slot.manufacturer || null },
            { label: t('tokens.slotWord'), value: slot.slotId },
            { label: t('tokens.library'), value: moduleName(t, module) },
          ]}
        />
      </PageBody>
    </>
  );
}
