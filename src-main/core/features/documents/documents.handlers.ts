import type { documentsContract } from '../../../../shared/contract/documents.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { DocumentsService } from './documents.service.ts';
import { readPolicyText } from './policies.ts';
import { plain } from './policy-views.ts';
import type { Reader } from '../../store/tables.ts';

/** Contract → service; role, size and shape were checked before. */
export function documentsHandlers(service: DocumentsService, db: Reader): Handlers<typeof documentsContract> {
  return {
    policy: {
      list: async () => ok({ policies: await service.list() }),
      show: ({ document }) => service.show(document),
      effective: async (scope) => {
        const { policy, sha256, altered } = await service.policyFor(db, scope);
        return ok({ policy: plain(policy), sha256, altered: [...altered] });
      },
      read: ({ text }) => readPolicyText(text),
      propose: ({ document, policy }, { caller }) => service.propose(caller, document, policy),
      try: async (wish, context) => ok(await service.try(wish, context)),
      history: async (page) => ok(await service.history(page)),
    },
    documents: {
      text: ({ document, sha256 }) => service.text(document, sha256),
      partnerIds: async () => ok(await service.partnerIds()),
      propose: (wish, { caller }) =>
        wish.document === 'partner-ids'
          ? service.proposePartnerIds(caller)
          : service.proposeProfile(caller, wish.oidProfile),
    },
  };
}
