import type { StandingRule } from '../../../../shared/contract/standing.ts';
import type { TokenContext } from '../tokens/index.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Reader } from '../../store/tables.ts';
import { findIssuance } from '../authorities/index.ts';
import { findRequest } from '../requests/index.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { StandingService } from './standing.service.ts';
import { waitingOfGroup } from './standing.store.ts';

const nothingStruck = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

interface RenewalFault {
  readonly code: string;
  readonly data?: object;
}

interface Prepared {
  readonly issuance: { readonly issuanceId: string; readonly tbsSha256: string };
}

export interface RenewalsDeps {
  readonly db: Reader;
  readonly standing: Pick<StandingService, 'inForce' | 'judge'>;
  readonly requests: {
    prepare(
      caller: TokenContext['caller'],
      wish: Pick<StandingRule, 'authorityId' | 'purpose'> & {
        readonly requestId: string;
        readonly strike: { ids: { partyIds: string[]; subCpoIds: string[]; subEmspIds: string[] }; names: [] };
        readonly services: string[];
      },
    ): Promise<Result<Prepared, RenewalFault>>;
    approve(
      context: TokenContext,
      approvals: readonly { readonly issuanceId: string; readonly tbsSha256: string }[],
    ): Promise<Result<unknown, RenewalFault>>;
  };
}

export interface DueRenewal {
  readonly requestId: string;
  readonly name: string;
  readonly authorityId: string;
  readonly receivedAt: string;
}

/** Renewals in the inbox for which a rule stands, and what carries them out without anybody. */
export function createRenewals({ db, standing, requests }: RenewalsDeps) {
  async function due(): Promise<readonly DueRenewal[]> {
    const found = new Map<string, DueRenewal>();
    for (const rule of await standing.inForce()) {
      for (const row of await waitingOfGroup(db, rule.keyGroupId)) {
        if (found.has(row.request_id) || (await fitting(row.request_id)) === undefined) continue;
        found.set(row.request_id, {
          requestId: row.request_id,
          name: row.key_group_id ?? row.common_name,
          authorityId: rule.authorityId,
          receivedAt: row.received_at,
        });
      }
    }
    return [...found.values()];
  }

  async function fitting(requestId: string) {
    const judged = await standing.judge(requestId);
    const one = judged?.rules.find(({ reasons }) => reasons.length === 0);
    return judged === undefined || one === undefined ? undefined : { rule: one.rule, question: judged.question };
  }

  /** Prepares it as the rule says, nothing struck, and signs it; the quorum judges the final bytes once more. */
  async function carryOut(context: TokenContext, requestId: string): Promise<Result<unknown, RenewalFault>> {
    if ((await findRequest(db, requestId)) === undefined) return fail({ code: 'REQUEST_NOT_FOUND' });
    const found = await fitting(requestId);
    if (found === undefined) return fail({ code: 'VOTES_MISSING', data: { have: 0, needed: 1 } });
    const { rule, question } = found;
    const { authorityId, purpose } = rule;
    if (question.issuance !== undefined) return approve(context, question.issuance.issuance_id);
    const wish = { requestId, authorityId, purpose, strike: { ...nothingStruck, names: [] as [] }, services: [] };
    const prepared = await requests.prepare(context.caller, wish);
    return prepared.ok ? approve(context, prepared.value.issuance.issuanceId) : prepared;
  }

  async function approve(context: TokenContext, issuanceId: string): Promise<Result<unknown, RenewalFault>> {
    const issuance = await findIssuance(db, issuanceId);
    if (issuance === undefined) return fail({ code: 'ISSUANCE_NOT_FOUND' });
    const end = await requests.approve(context, [{ issuanceId, tbsSha256: sha256Of(new Uint8Array(issuance.tbs)) }]);
    return end.ok ? ok(undefined) : end;
  }

  return { due, carryOut };
}

export type Renewals = ReturnType<typeof createRenewals>;
