export { tlsHandlers } from './tls.handlers.ts';
export { createTlsService } from './tls.service.ts';
export { judgeHandshake } from './judge-handshake.ts';
export { ownParty } from './own-party.ts';
export { nameAnswer } from './server-name.ts';
