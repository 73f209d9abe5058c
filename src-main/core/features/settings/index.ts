/** What other features may use of settings. */
export { createSettingsService, oidTwice, type SettingsService } from './settings.service.ts';
export { settingsHandlers } from './settings.handlers.ts';
