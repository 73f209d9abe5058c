import type { UseQueryResult } from '@tanstack/react-query';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';

export type CsrDetail = OutputOf<AppContract['csrs']['show']>;

export function useCsr(csrId: string): UseQueryResult<CsrDetail, CoreError> {
  return useCoreQuery<CsrDetail>(['csrs', 'keys'], ['csrs.show', csrId], (core) => core.csrs.show({ csrId }), {
    keepPrevious: false,
  });
}
