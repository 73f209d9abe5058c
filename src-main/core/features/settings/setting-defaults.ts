import type { Settings } from '../../../../shared/contract/settings.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { defaultTerms } from '../../../../shared/domain/replacement-plan.ts';

/** What a fresh workspace starts with. Only what differs is stored, so a better default reaches old workspaces too. */
export const settingDefaults: Settings = {
  idleMinutes: 10,
  signOutOnLock: true,
  maxValidityDays: 30,
  oidProfile: defaultOidProfile,
  organisation: '',
  overlapDays: defaultTerms.overlapDays,
  checkpointDays: 7,
  checkpointEntries: 10_000,
  checkpointAtSignOut: true,
  logFileMegabytes: 5,
  logFiles: 10,
};
