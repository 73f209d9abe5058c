import type { answersContract } from '../../../../shared/contract/answers.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import type { AnswersService } from './answers.service.ts';

/** Contract → service; role, size and shape were checked before. */
export function answersHandlers(service: AnswersService): Handlers<typeof answersContract> {
  return {
    answers: {
      check: (wish) => service.check(wish),
      accept: (wish, { caller }) => service.accept(caller, wish),
      writeToToken: (wish, context) => service.writeToToken(context, wish),
      handover: (wish) => service.handover(wish),
      chain: ({ generationId }) => service.chain(generationId),
    },
  };
}
