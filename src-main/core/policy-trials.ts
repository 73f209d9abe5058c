import type { PolicyFor, RequestTrials } from './features/documents/index.ts';
import { issuancesOfRequest, stateOf } from './features/authorities/index.ts';
import {
  checkRequest,
  findRequest,
  newestRequests,
  readRequest,
  type RequestsDeps,
} from './features/requests/index.ts';
import type { Reader } from './store/tables.ts';

type Deps = Pick<RequestsDeps, 'certificates' | 'oidProfile' | 'clock' | 'registry'>;

/** Requests as policies are tried on them: the same checks as everywhere, under policies of choice. */
export function policyTrials(db: Reader, requests: () => Deps): RequestTrials {
  async function check(requestId: string, policyFor: PolicyFor) {
    const deps = requests();
    const row = await findRequest(db, requestId);
    const request = row === undefined ? undefined : readRequest(row);
    if (row === undefined || request?.ok !== true) return undefined;
    const issuance = (await issuancesOfRequest(db, requestId)).findLast((one) => stateOf(one) !== 'dropped');
    const question = { row, request: request.value, issuance };
    const { results } = await checkRequest({ ...deps, policyFor }, db, await deps.registry(db), question);
    return results;
  }

  return {
    check,
    newest: async (last) =>
      (await newestRequests(db, last)).map((row) => ({
        requestId: row.request_id,
        name: row.common_name === '' ? row.subject : row.common_name,
        state: row.state,
        receivedAt: row.received_at,
      })),
  };
}
