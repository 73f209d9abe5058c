/** What later features may use of issued chains of own keys. */
export { answersHandlers } from './answers.handlers.ts';
export { createAnswersService } from './answers.service.ts';
export { generationChain } from './generation-chain.ts';
