import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { MAX_INPUT_BYTES } from '../../../../shared/domain/input-limits.ts';
import { inboxHandlers } from './inbox.handlers.ts';
import type { InboxService } from './inbox.service.ts';
import type { RequestsService } from './requests.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function requestsHandlers(service: RequestsService, inbox: InboxService): Handlers<typeof requestsContract> {
  return {
    requests: {
      ...inboxHandlers(inbox),
      import: ({ sources }, context) => {
        const bytes = sources.reduce((sum, { content }) => sum + content.length, 0);
        if (bytes === 0) return fail({ code: 'INPUT_EMPTY', data: {} });
        if (bytes > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } });
        return service.import(context.caller, context, sources);
      },
      list: async (query, { caller }) => ok(await inbox.list(caller, query)),
      show: ({ requestId }) => service.show(requestId),
      prepare: (input, { caller }) => service.prepare(caller, input),
      review: ({ issuanceId }) => service.review(issuanceId),
      approve: ({ approvals }, context) => service.approve(context, approvals),
      reject: (input, { caller }) => service.reject(caller, input),
      drop: ({ issuanceId }, { caller }) => service.drop(caller, issuanceId),
      answer: (wish) => service.answer(wish),
    },
  };
}
