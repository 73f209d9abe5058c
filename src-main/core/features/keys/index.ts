/** What later features may use of key groups and generations. */
export {
  findGeneration,
  findGenerationByKey,
  findGroup,
  generationsOfKeys,
  listGenerations,
  readDefaults,
  toGeneration,
  toGroupRow,
  updateGeneration,
} from './keys.store.ts';
export { claimsIn, findGroupClaims } from './find-group-claims.ts';
export { createKeysService, type KeysService } from './keys.service.ts';
export { keysHandlers } from './keys.handlers.ts';
