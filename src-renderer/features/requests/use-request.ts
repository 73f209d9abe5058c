import type { UseQueryResult } from '@tanstack/react-query';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';
import type { JudgedSources } from './check-bytes.tsx';

export type RequestDetail = OutputOf<AppContract['requests']['show']>;
export type Prepared = OutputOf<AppContract['requests']['prepare']>;

export function useRequest(requestId: string): UseQueryResult<RequestDetail, CoreError> {
  return useCoreQuery<RequestDetail>(['requests', 'certificates'], ['requests.show', requestId], (core) =>
    core.requests.show({ requestId }),
  );
}

/** The prepared certificate with both comparisons, read from what is stored. */
export function useReview(issuanceId: string): UseQueryResult<Prepared, CoreError> {
  return useCoreQuery<Prepared>(['requests', 'certificates'], ['requests.review', issuanceId], (core) =>
    core.requests.review({ issuanceId }),
  );
}

/** The bytes that checks judge: the request, and the certificate that is prepared for it. */
export function judgedSources(
  { item, issuances }: RequestDetail,
  issuance = issuances.findLast(({ state }) => state === 'prepared'),
): JudgedSources {
  return {
    request: item,
    ...(issuance === undefined ? {} : { tbs: { der: issuance.tbs, fields: issuance.fields } }),
  };
}
