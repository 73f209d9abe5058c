import { useMemo } from 'react';
import { useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { placesOf, type TokenPlace } from './token-places.ts';

export interface TokensView {
  readonly places: readonly TokenPlace[];
  /** When core last looked at the slots. */
  readonly lookedAt: Date | undefined;
  readonly loading: boolean;
  /** False until every module has told of its slots, or took too long to. */
  readonly slotsKnown: boolean;
  readonly fault: CoreFault | undefined;
  readonly retry: () => void;
}

/** Modules, slots and tokens; kept up to date by core's events. Shares its reads with the frame. */
export function useTokens(): TokensView {
  const modules = useCoreQuery('tokens', ['modules'], (core) => core.tokens.modules({}));
  const slots = useCoreQuery('tokens', ['slots'], (core) => core.tokens.list({}));
  const places = useMemo(
    () => placesOf(modules.data?.modules ?? [], slots.data?.slots ?? []),
    [modules.data, slots.data],
  );
  const lookedAt = slots.data?.lookedAt;
  return {
    places,
    lookedAt: lookedAt === undefined ? undefined : new Date(lookedAt),
    // Modules are known at once, their slots when their processes have told: the list does not wait for the slowest.
    loading: modules.data === undefined,
    slotsKnown: slots.data !== undefined,
    fault: (modules.error ?? slots.error)?.fault,
    retry: () => void Promise.all([modules.refetch(), slots.refetch()]),
  };
}
