import { useEffect } from 'react';
import { create } from 'zustand';
import type { Translate } from '../locales/translate.ts';
import type { IconName } from '../ui/icon-glyphs.ts';

/** Everything a user can do has a command: found by Ctrl+K, most with a key. */
export interface Command {
  /** `tokens.generateKey` */
  readonly id: string;
  readonly title: (t: Translate) => string;
  readonly icon?: IconName;
  /** `Ctrl+Enter`, `G T` (one after the other); bound while the command is registered. */
  readonly keys?: string;
  /** `page`: leads somewhere. `here`: acts on this page or its selection. `global` otherwise. */
  readonly scope: 'page' | 'here' | 'global';
  /** Role, state or policy that forbids it now: shown greyed with this reason. */
  readonly disabledReason?: (t: Translate) => string | undefined;
  /** Further words to find it by. */
  readonly words?: (t: Translate) => string;
  readonly run: () => void;
}

/** Something to open: a token, a key group, a certificate. */
export interface SearchItem {
  readonly id: string;
  readonly title: string;
  /** One quiet line beside the title. */
  readonly text?: string;
  readonly icon: IconName;
  readonly mono?: boolean;
  readonly open: () => void;
}

/** A feature's search behind Ctrl+K. The query comes as typed; ids are compared without case, `*` and `-`. */
export interface SearchProvider {
  readonly id: string;
  readonly title: (t: Translate) => string;
  /** At most `limit` items, best first. */
  readonly search: (query: string, limit: number) => Promise<readonly SearchItem[]>;
}

interface Registry {
  readonly commands: readonly Command[];
  readonly providers: readonly SearchProvider[];
}

export const useRegistry = create<Registry>(() => ({ commands: [], providers: [] }));

/** Adds commands; the returned function takes them away. A later command with the same id stands before an earlier one. */
export function registerCommands(commands: readonly Command[]): () => void {
  useRegistry.setState((state) => ({ commands: [...state.commands, ...commands] }));
  return () => {
    useRegistry.setState((state) => ({ commands: state.commands.filter((command) => !commands.includes(command)) }));
  };
}

export function registerSearch(provider: SearchProvider): () => void {
  useRegistry.setState((state) => ({ providers: [...state.providers, provider] }));
  return () => {
    useRegistry.setState((state) => ({ providers: state.providers.filter((other) => other !== provider) }));
  };
}

/** Commands of a page, registered while it is shown. Keep the list stable (useMemo), or it is registered at every draw. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => registerCommands(commands), [commands]);
}

/** Commands without doubles: the one registered last wins. */
export function distinctCommands(commands: readonly Command[]): readonly Command[] {
  return [...new Map(commands.map((command) => [command.id, command])).values()];
}
