/** What other features may use of the vault. */
export { createKeyFile } from './key-file.ts';
export { type Opener, type OsWrapper } from './vault-key.ts';
export { createVault, type Vault, type VaultFault } from './vault.service.ts';
export { vaultHandlers } from './vault.handlers.ts';
