import type { tokensContract } from '../../../../shared/contract/tokens.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { TokensService } from './tokens.service.ts';

/** Contract → service. Caller, size and shape were checked before these run. */
export function tokensHandlers(service: TokensService): Handlers<typeof tokensContract> {
  const { modules, access } = service;
  return {
    tokens: {
      discover: async () => ok({ found: [...(await modules.discover())] }),
      modules: async (_nothing, { caller }) => {
        // The window shows hosts as they come up; a command wants to know how it ended.
        if (caller.origin !== 'window') await service.settled();
        return ok({ modules: [...(await modules.list())] });
      },
      addModule: async (wish, { caller }) => {
        const added = await modules.add(caller, wish);
        return added.ok ? ok({ module: added.value }) : added;
      },
      inspectLibrary: async ({ place }, { caller }) => {
        const seen = await modules.inspect(caller, place);
        return seen.ok ? ok({ library: seen.value }) : seen;
      },
      removeModule: async ({ moduleId }, { caller }) => nothing(await modules.remove(caller, moduleId)),
      restartHost: async ({ moduleId }, { caller }) => nothing(await modules.restart(caller, moduleId)),
      list: async ({ moduleId }) => {
        modules.wake(moduleId);
        await service.settled();
        return ok(service.list(moduleId));
      },
      mechanisms: async ({ tokenUri }) => {
        const token = await access.find(tokenUri);
        return token.ok ? access.mechanisms(token.value) : token;
      },
      init: async (wish, context) => {
        const made = await service.init(context, wish);
        return made.ok ? ok({ tokenUri: made.value }) : made;
      },
      signIn: async ({ tokenUri, reason }, context) => nothing(await service.signIn(context, tokenUri, reason ?? '')),
      signOut: async ({ tokenUri }, { caller }) => nothing(await service.signOut(caller, tokenUri)),
      signOutAll: async (_input, { caller }) => ok({ tokens: await service.signOutAll(caller, 'wish') }),
      changePin: async ({ tokenUri }, context) => nothing(await service.changePin(context, tokenUri)),
      setPin: async ({ tokenUri, unblock }, context) => nothing(await service.setPin(context, tokenUri, unblock)),
      answerPrompt: async ({ promptId, sealed }, { caller }) =>
        nothing(await service.answerPrompt(caller, promptId, sealed)),
      cancelPrompt: ({ promptId }, { caller }) => nothing(service.cancelPrompt(caller, promptId)),
    },
  };
}

/** Calls that have nothing to tell answer an empty object. */
function nothing<F>(result: Result<unknown, F>): Result<Record<string, never>, F> {
  return result.ok ? ok({}) : result;
}
