import type { decisionsContract } from '../../../../shared/contract/decisions.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { DecisionsService } from './decisions.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function decisionsHandlers(service: DecisionsService): Handlers<typeof decisionsContract> {
  return {
    decisions: {
      show: ({ issuanceId }, { caller }) => service.show(caller, issuanceId),
      vote: (wish, context) => service.vote(context, wish),
      exportPackage: ({ issuanceId }) => service.exportPackage(issuanceId),
      readPackage: ({ content }) => service.readPackage(content),
      signPackage: (wish, context) => service.signPackage(context, wish),
      importVotes: ({ content }, { caller }) => service.importVotes(caller, content),
    },
  };
}
