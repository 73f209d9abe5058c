import type { requestDeskCalls } from '../../../../shared/contract/request-desk.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { InboxService } from './inbox.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function inboxHandlers(
  inbox: InboxService,
): Handlers<{ readonly requests: typeof requestDeskCalls }>['requests'] {
  const { desk } = inbox;
  return {
    claim: ({ requestIds }, { caller }) => desk.claim(caller, requestIds),
    unclaim: ({ requestIds }, { caller }) => desk.unclaim(caller, requestIds),
    assignTo: (wish, { caller }) => desk.assignTo(caller, wish),
    hold: (wish, { caller }) => desk.hold(caller, wish),
    release: ({ requestIds }, { caller }) => desk.release(caller, requestIds),
    withdraw: (wish, { caller }) => desk.withdraw(caller, wish),
    reopen: ({ requestIds }, { caller }) => desk.reopen(caller, requestIds),
    supersede: (wish, { caller }) => desk.supersede(caller, wish),
    rejectMany: (wish, { caller }) => desk.rejectMany(caller, wish),
    rejectionText: (wish) => inbox.rejectionText(wish),
    addNote: (wish, { caller }) => inbox.addNote(caller, wish),
    notes: ({ requestId }) => inbox.notes(requestId),
    views: async () => ok(await inbox.views()),
    saveView: (wish, { caller }) => inbox.saveView(caller, wish),
    dropView: ({ viewId }, { caller }) => inbox.dropView(caller, viewId),
    exportList: async (wish, { caller }) => ok(await inbox.exportList(caller, wish)),
    watched: async () => ok(await inbox.watched()),
    watch: (wish, { caller }) => inbox.setWatch(caller, wish),
    lookNow: async () => ok(await inbox.lookNow()),
  };
}
