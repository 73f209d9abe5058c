import type { UseQueryResult } from '@tanstack/react-query';
import type { AppContract } from '../../shared/contract/app-contract.ts';
import { mayCall, type OutputOf } from '../../shared/contract/wire/contract.ts';
import { useT } from '../locales/language.tsx';
import { callRoles, type GuardedCall } from './call-roles.ts';
import { useCoreQuery, type CoreError } from './core.ts';

export type OperatorsOverview = OutputOf<AppContract['operators']['show']>;

/** The roster and who is signed in at this window. A session ends with its token, so that tokens are a topic too. */
export function useOperators(): UseQueryResult<OperatorsOverview, CoreError> {
  return useCoreQuery(['operators', 'tokens'], ['operators'], (core) => core.operators.show({}));
}

/**
 * Why this call would be refused now, for `disabledReason` of its button; undefined when it may be made. Core decides all
 * the same: this only says it before somebody tries.
 */
export function useMayCall(path: GuardedCall): string | undefined {
  const t = useT();
  const overview = useOperators().data;
  if (overview === undefined || overview.roster.state === 'none') return undefined;
  if (overview.roster.state === 'locked') return t('operators.mayLocked');
  const wanted = callRoles[path];
  if (overview.me === undefined) return t('operators.maySignIn');
  if (mayCall(wanted, ['viewer', ...overview.me.roles])) return undefined;
  const roles = typeof wanted === 'string' ? [wanted] : wanted;
  const words = roles.map((role) => t(`operators.wanted_${role}`));
  return t('operators.mayRole', { role: words.join(t('operators.or')), name: overview.me.name });
}
