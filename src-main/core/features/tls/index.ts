export { tlsHandlers } from './tls.handlers.ts';
export { createTlsService } from './tls.service.ts';
