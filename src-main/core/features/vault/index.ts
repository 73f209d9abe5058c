/** What other features may use of the vault. */
export { createVault } from './vault.service.ts';
export { vaultHandlers } from './vault.handlers.ts';
