/** What later features may use of partners. */
export { createPartnersService } from './partners.service.ts';
export { createPartnerTransfer } from './partner-transfer.ts';
export { partnersHandlers } from './partners.handlers.ts';
export { findPartner, holdersOfId, loadRegistryPart, registryVersion, toPartnerRow } from './partners.store.ts';
