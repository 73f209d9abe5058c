import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Button } from '../../ui/button.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { ListTools, MasterDetail } from '../../ui/master-detail.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, LoadingState, NoMatchState } from '../../ui/states.tsx';
import type { TableState } from '../../ui/table-types.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AddLibraryDialog } from './add-library-dialog.tsx';
import { InitTokenDialog } from './init-token-dialog.tsx';
import { ModuleDetail } from './module-detail.tsx';
import { BlankDetail, EmptySlotDetail, UnreadableDetail } from './slot-detail.tsx';
import { TokenDetail } from './token-detail.tsx';
import { chosenPlace, filterPlaces, moduleIcon, moduleKey, placeIcon, type TokenPlace } from './token-places.ts';
import { moduleName, moduleState, placeState, placeText, placeTitle } from './token-words.ts';
import { useTokens, type TokensView } from './use-tokens.ts';
import { useTokensRoute, type TokensRoute } from './tokens-route.ts';

/** Tokens and keys: every module, its slots and tokens at the left, the chosen one at the right. */
export function TokensPage(): ReactNode {
  const t = useT();
  const view = useTokens();
  const route = useTokensRoute();
  const [typed, setTyped] = useState('');
  const places = useMemo(() => filterPlaces(view.places, typed), [view.places, typed]);
  const items = usePlaceItems(places);
  const shown = moduleChosen(view.places, route.id) ?? chosenPlace(view.places, route.id);
  // At first nothing has settled: the detail must not show another token meanwhile.
  const settledKey = useSettled(shown?.key) ?? shown?.key;
  const detail = moduleChosen(view.places, settledKey) ?? chosenPlace(view.places, settledKey);
  useCommands(usePageCommands(route));

  const state: TableState =
    view.fault !== undefined && view.places.length === 0
      ? { kind: 'error', problem: { code: view.fault.code }, onRetry: view.retry }
      : view.loading
        ? { kind: 'loading', what: t('tokens.tokensWhat') }
        : { kind: 'ready' };
  return (
    <>
      <MasterDetail
        memoryKey="tokens"
        detailLabel={detail === undefined ? t('tokens.title') : placeTitle(t, detail)}
        list={
          <>
            <ListTools>
              <SearchField label={t('tokens.find')} value={typed} onChange={setTyped} />
              <Button icon="plus" onClick={() => route.ask('add-library')}>
                {t('tokens.add')}
              </Button>
            </ListTools>
            <ItemList
              label={t('tokens.listLabel')}
              items={items}
              activeKey={shown?.key}
              state={state}
              onActive={(key) => {
                const place = view.places.find((candidate) => candidate.key === key);
                if (place !== undefined) route.choose(key, placeTitle(t, place));
              }}
              empty={
                typed === '' ? (
                  <EmptyState title={t('tokens.noModules')} text={t('tokens.noModulesText')} />
                ) : (
                  <NoMatchState onDropLast={() => setTyped('')} />
                )
              }
            />
          </>
        }
        detail={<Detail place={detail} view={view} route={route} />}
      />
      {/* Here and not in the detail, which changes under the question once the slot holds a fresh token. */}
      {route.deed === 'initialise' && (shown?.kind === 'token' || shown?.kind === 'blank') ? (
        <InitTokenDialog place={shown} route={route} />
      ) : null}
      {route.deed === 'add-library' ? <AddLibraryDialog onClose={route.close} onAdded={route.choose} /> : null}
    </>
  );
}

/** A module can be chosen even where its slots stand for it in the list. */
function moduleChosen(places: readonly TokenPlace[], key: string | undefined): TokenPlace | undefined {
  const module = places.find((place) => moduleKey(place.module.moduleId) === key)?.module;
  return module === undefined || key === undefined ? undefined : { kind: 'module', key, module };
}

function Detail(props: {
  readonly place: TokenPlace | undefined;
  readonly view: TokensView;
  readonly route: TokensRoute;
}): ReactNode {
  const t = useT();
  const { place, view, route } = props;
  if (place === undefined) {
    if (view.fault !== undefined) return <FaultNote fault={view.fault} onRetry={view.retry} />;
    return view.loading ? <LoadingState what={t('tokens.tokensWhat')} /> : null;
  }
  switch (place.kind) {
    case 'token':
      return <TokenDetail key={place.key} place={place} lookedAt={view.lookedAt} route={route} />;
    case 'blank':
      return <BlankDetail key={place.key} place={place} route={route} />;
    case 'empty':
      return <EmptySlotDetail key={place.key} place={place} route={route} />;
    case 'unreadable':
      return <UnreadableDetail key={place.key} place={place} route={route} />;
    case 'module':
      // Its slots may be on their way: what the module itself tells is for who asks for it, or for one without any.
      if (!view.slotsKnown && route.id === undefined) return <LoadingState what={t('tokens.tokensWhat')} />;
      return <ModuleDetail key={place.key} module={place.module} route={route} />;
  }
}

/** The next software token is an offer, with no state to tell. */
function isOffer(place: TokenPlace): boolean {
  return place.kind === 'blank' && place.token.software;
}

function usePlaceItems(places: readonly TokenPlace[]): readonly ListItem[] {
  const t = useT();
  return useMemo(
    () =>
      places.map((place): ListItem => {
        const { module } = place;
        const version = module.library?.version;
        return {
          key: place.key,
          title: placeTitle(t, place),
          text: placeText(t, place),
          icon: placeIcon(place),
          aside: isOffer(place) ? undefined : <StateWord {...placeState(t, place)} />,
          quiet: place.kind === 'empty' || isOffer(place),
          group: {
            key: module.moduleId,
            title:
              module.moduleId === 'software' || version === undefined
                ? moduleName(t, module)
                : `${module.name} ${version}`,
            icon: moduleIcon(module),
            aside: <StateWord {...moduleState(t, module)} />,
          },
        };
      }),
    [places, t],
  );
}

function usePageCommands(route: TokensRoute): readonly Command[] {
  const { ask } = route;
  return useMemo(
    () => [
      {
        id: 'tokens.addLibrary',
        title: (t) => t('tokens.addLibraryCommand'),
        icon: 'plus',
        scope: 'here',
        run: () => ask('add-library'),
      },
    ],
    [ask],
  );
}
