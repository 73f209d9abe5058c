/** What other features may use of tokens. */
export { createTokensService, type HostStart, type TokensService } from './tokens.service.ts';
export { tokensHandlers } from './tokens.handlers.ts';
export { systemLibraryFiles } from './library-file.ts';
export { SOFTWARE_MODULE } from './modules.service.ts';
export { type TokenAccess } from './token-access.ts';
export { type TlsParty } from './token-tls.ts';
export { type TokenHandle } from './token-places.ts';
export { type TokenContext } from '../../token-client/prompts.ts';
export { unknownEnds } from '../../token-client/host-fault.ts';
