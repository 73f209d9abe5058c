import type { ModuleView, SlotRow } from '../../../shared/contract/tokens.ts';
import type { TokenView } from '../../../shared/contract/key-facts.ts';
import type { IconName } from '../../ui/icon.tsx';

type SlotFault = NonNullable<SlotRow['fault']>;

/** One line of the list: a token, a slot that waits for one or cannot be read, or a module that shows no slots at all. */
export type TokenPlace =
  | {
      readonly kind: 'token';
      readonly key: string;
      readonly module: ModuleView;
      readonly slot: SlotRow;
      readonly token: TokenView;
    }
  | {
      readonly kind: 'blank';
      readonly key: string;
      readonly module: ModuleView;
      readonly slot: SlotRow;
      readonly token: TokenView;
    }
  | { readonly kind: 'empty'; readonly key: string; readonly module: ModuleView; readonly slot: SlotRow }
  | {
      readonly kind: 'unreadable';
      readonly key: string;
      readonly module: ModuleView;
      readonly slot: SlotRow;
      readonly fault: SlotFault;
    }
  | { readonly kind: 'module'; readonly key: string; readonly module: ModuleView };

export function moduleKey(moduleId: string): string {
  return `module ${moduleId}`;
}

/** All places by module; a module without slots stands for itself, so that its trouble is seen. */
export function placesOf(modules: readonly ModuleView[], slots: readonly SlotRow[]): readonly TokenPlace[] {
  return modules.flatMap((module): TokenPlace[] => {
    const own = slots.filter((slot) => slot.moduleId === module.moduleId);
    if (own.length === 0) return [{ kind: 'module', key: moduleKey(module.moduleId), module }];
    return own.map((slot): TokenPlace => {
      const { token, fault } = slot;
      const key = `slot ${module.moduleId} ${slot.slotId}`;
      if (fault !== undefined) return { kind: 'unreadable', key, module, slot, fault };
      if (token === undefined) return { kind: 'empty', key, module, slot };
      if (!token.initialised) return { kind: 'blank', key, module, slot, token };
      return { kind: 'token', key: token.uri, module, slot, token };
    });
  });
}

/** Words a place is found by. */
function wordsOf(place: TokenPlace): string {
  const { module } = place;
  const own = [module.name, module.library?.manufacturer, module.path];
  if (place.kind === 'module') return own.join(' ');
  const { description, token } = place.slot;
  return [...own, description, token?.label, token?.serial, token?.model, token?.manufacturer].join(' ');
}

export type TokenAt = Extract<TokenPlace, { readonly kind: 'token' }>;

/** Spacing and case do not count: serials are printed in groups. */
const bare = (text: string): string => text.toLowerCase().replace(/\s/gu, '');

export function filterPlaces(places: readonly TokenPlace[], typed: string): readonly TokenPlace[] {
  const wanted = bare(typed);
  return wanted === '' ? places : places.filter((place) => bare(wordsOf(place)).includes(wanted));
}

export function moduleIcon(module: ModuleView): IconName {
  return module.moduleId === 'software' ? 'hard-drive' : 'cpu';
}

export function placeIcon(place: TokenPlace): IconName {
  if (place.module.moduleId === 'software') return place.kind === 'blank' ? 'plus' : 'hard-drive';
  if (place.kind === 'module') return 'cpu';
  if (place.slot.removable) return 'credit-card';
  return place.slot.hardware ? 'server' : 'cpu';
}

/** The place of a key, or else the first token, or else whatever there is. */
export function chosenPlace(places: readonly TokenPlace[], key: string | undefined): TokenPlace | undefined {
  return places.find((place) => place.key === key) ?? places.find((place) => place.kind === 'token') ?? places.at(0);
}
