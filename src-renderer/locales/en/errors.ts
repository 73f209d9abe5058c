import { errorsDecisions } from './errors-decisions.ts';
import { errorsPlans } from './errors-plans.ts';
import { errorsPlatforms } from './errors-platforms.ts';
import { errorsGuides } from './errors-guides.ts';
import { errorsInbox } from './errors-inbox.ts';
import { errorsDocuments } from './errors-documents.ts';
import { errorsOperators } from './errors-operators.ts';
import { errorsPartners } from './errors-partners.ts';
import { errorsPki } from './errors-pki.ts';
import { errorsRevocations } from './errors-revocations.ts';
import { errorsStanding } from './errors-standing.ts';
import { faultSentences } from '../../../shared/texts/fault-sentences.ts';

/**
 * Texts of the area `errors`. `CODE` says what happened, `CODE_next` what it means and what to do; every code of the
 * contract has both (features/faults/fault-texts.ts does not compile otherwise). Values come from the fault's data.
 */
export const errors = {
  ...faultSentences,
  ...errorsPki,
  ...errorsOperators,
  ...errorsDecisions,
  EVIDENCE_UNREADABLE_next: 'Ask for the file as it was exported, byte for byte.',
  EVIDENCE_CHECKPOINT_next: 'Make a new checkpoint, or leave it out.',
  ...errorsInbox,
  ...errorsPlans,
  ...errorsPartners,
  ...errorsDocuments,
  ...errorsRevocations,
  ...errorsStanding,
  ...errorsGuides,
  ...errorsPlatforms,
  unknownCode: 'Something did not work ({code}).',
  unknownCode_next: 'This window has no words for this code. The log and the audit may say more.',
  detailOf: 'Details',
  fromToken: 'The token said',
  expectedHash: 'SHA-256 that you confirmed',
  actualHash: 'SHA-256 of the file now',

  BAD_INPUT_next: 'Nothing was changed. Check the values; if they look right, this is a fault of ours.',
  TOO_LARGE_next: 'Nothing was changed. Use fewer or shorter values.',
  UNKNOWN_CALL_next: 'Window and core are of different versions. Close the console and start it again.',
  ROLE_REQUIRED_next: 'Nothing was changed; the refusal stands in the audit.',
  CANCELLED_next: 'What was done before stays done; look at the list before you begin again.',
  DEADLINE_next: 'It may still finish. Look whether it did before you try again.',
  CLOSED_next:
    'The core starts again by itself. Whether the last step was done is not known: look before you repeat it.',
  BUSY_next: 'Nothing was changed. Wait until the running work has finished, then try again.',
  INTERNAL_next: 'What core has stored is safe. Look whether the step was done before you repeat it.',
  CSR_ALTERED_next:
    'The database was changed by other means. Hand nothing out; check the workspace and compare a backup.',
  WORKSPACE_UNACKNOWLEDGED_next:
    'Make sure that the other one is not in use. Then choose “Work on with this one” in the banner above.',
  STORE_FULL_next: 'Nothing was changed and nothing is lost. Make room on that disk, then try again.',
  STORE_READ_ONLY_next: 'Nothing was changed. Give yourself the right to write there, then try again.',
  STORE_DAMAGED_next: 'Stop working with it. Check the workspace in the settings, and restore the latest backup.',
  STORE_IO_next: 'Nothing was changed. Check disk and network drive; make a backup before you go on.',

  PIN_INCORRECT_next: 'The token has counted this try. Check the PIN before the next one; nothing is tried by itself.',
  PIN_LOCKED_next: 'Too many wrong tries. The security officer PIN (PUK) unblocks it: “Unblock the PIN”.',
  PIN_LENGTH_next: 'No try was used. The token’s facts name the shortest and the longest PIN.',
  PIN_INVALID_next: 'Most cards take digits only, and some refuse simple or earlier PINs.',
  PIN_LAST_TRY_next: 'No try was used. Begin again and tick the box in the PIN window if you are sure.',
  PIN_EXPIRED_next: 'Change the PIN; then the token can be used again.',
  PIN_NOT_SET_next: 'Set the first PIN with the security officer PIN: “Set the PIN”.',
  PIN_PAD_UNSUPPORTED_next: 'No PIN was sent. Use a reader without keys, or sign in with the maker’s tool.',
  PIN_PER_SIGNATURE_next: 'Several signatures at once are not possible with it. Sign one by one, at the window.',
  PIN_CANCELLED_next: 'Nothing was done and no try was used.',
  NOT_SIGNED_IN_next: 'It was signed out, or its login ended by itself. Sign in, then try again.',
  ADMIN_SIGNED_IN_next: 'One login at a time: sign out first, then try again.',
  TOKEN_ABSENT_next: 'Nothing was done. Put the token in; it is seen within two seconds.',
  TOKEN_AMBIGUOUS_next: 'Nothing was done. Take one of them out, or remove the library that is not meant.',
  TOKEN_REMOVED_next: 'Its login has ended. Put it in and look whether the step was done before you repeat it.',
  TOKEN_NOT_INITIALISED_next: 'It holds nothing and has no PIN. Initialise it first.',
  TOKEN_ALREADY_INITIALISED_next: 'Nothing was changed. Look at it again: somebody else may have done it.',
  TOKEN_READ_ONLY_next: 'Nothing was changed. Its maker’s tool or administrator can say whether that can be lifted.',
  TOKEN_FULL_next: 'Nothing was stored. Destroy keys that are retired, or use another token.',
  TOKEN_BUSY_next: 'Nothing was done. Another program or an open PIN question holds it: end that, then try again.',
  TOKEN_NOT_ANSWERING_next:
    'Its host was ended and starts again; you are signed out. Look whether the step was done before you repeat it.',
  HOST_CRASHED_next:
    'Only its own host was hit; it starts again and you are signed out. Look whether the step was done before you repeat it.',
  HOST_STOPPED_next: 'Open its library under Tokens and keys and restart it.',
  OUTCOME_UNKNOWN_next: 'It is never repeated by itself. Look at the keys of this token: what was made stands there.',
  DEVICE_ERROR_next: 'Unplug it and put it in again. If that does not help, check it with the maker’s tool.',
  DRIVER_FAILED_next: 'Restart its host. If it comes back, check the library’s settings and version.',
  MODULE_UNLOADABLE_next:
    'It may be made for another kind of processor, or a file that it needs is missing. Install it again with its maker’s package.',
  MODULE_NOT_CONFIRMED_next: 'It was not loaded. Compare its SHA-256 with its maker’s and confirm it again.',
  NOT_SUPPORTED_next: 'Nothing was done. The maker’s own tool may be able to.',
  MECHANISM_MISSING_next: 'Nothing was done. Its facts list what it offers: choose one of those, or another token.',
  KEY_SIZE_UNSUPPORTED_next: 'Nothing was done. Choose another algorithm or another token.',
  KEY_NOT_FOUND_next: 'It was destroyed elsewhere, or this is another token of the same name. Compare serial numbers.',
  KEY_AMBIGUOUS_next: 'Nothing was done, because the wrong one could be meant. Mend the ids with the maker’s tool.',
  KEY_CLASH_next: 'Nothing was written over. Try again, or look at the key that is there.',
  KEY_NOT_ALLOWED_next: 'The key was made for another use. Choose a key whose uses include signing.',
  KEY_PURPOSE_next: 'Nothing was signed. A key of one purpose never signs for another: use the right key group.',
  KEY_NOT_PROTECTED_next:
    'The key was not taken, because it could leave the token. Use another token or software keys.',
  KEY_UNUSABLE_next: 'Its test signature or its public half was wrong. It was not taken; make another one.',
  CERTIFICATE_CLASH_next:
    'Nothing was written over. Replace it if it is no longer in use; one of another key takes the maker’s tool.',
  CERTIFICATE_REFUSED_next: 'Nothing was written. Compare the SHA-256 of the public keys.',
  SIGN_INPUT_REFUSED_next: 'What was to be signed is not what its kind allows. Nothing was signed.',
  SIGNATURE_INVALID_next: 'It was thrown away. Restart the host, then check token and library before you go on.',
  CANCELLED_AT_TOKEN_next: 'Nothing was done.',
  PROMPT_GONE_next: 'No try was used. Begin again.',

  MODULE_NOT_FOUND_next: 'Somebody removed it. Add it again if you need it.',
  MODULE_FILE_CHANGED_next:
    'It was not loaded. After an update this is expected: compare the new SHA-256 with the maker’s, then confirm it. Otherwise find out who changed it.',
  MODULE_FILE_WRITABLE_next:
    'It was not loaded: who changes it would see your PIN. Make file and folders writable for you or the administrator only.',
  MODULE_FILE_UNREADABLE_next: 'Check the path and your rights, or install the library again.',
  TOKEN_NOT_FOUND_next: 'It was unplugged or initialised anew. Put it in, or choose another one.',
  TOKEN_LABEL_TAKEN_next: 'Nothing was changed. Choose a label that nobody can mistake.',
  CONFIRMATION_WRONG_next: 'Nothing was done. The name may have changed meanwhile: look again.',

  GROUP_NOT_FOUND_next: 'Go back to the list of key groups and choose again.',
  GROUP_AMBIGUOUS_next: 'Say the owner or the counterpart as well.',
  GROUP_EXISTS_next: 'Owner, counterpart and id name a group. Open that one, or choose another id.',
  GROUP_IDS_WRONG_next: 'Nothing was stored. Mend the ids that are named here.',
  GENERATION_NOT_FOUND_next: 'Open the key group again to see what it has now.',
  GENERATION_STATE_next: 'Nothing was changed. Open the key group to see what can be done next.',
  KEY_IN_GROUP_next: 'A key belongs to one group only. Choose another key.',
  KEY_ALGORITHM_UNSUPPORTED_next: 'EC P-256, P-384, P-521, RSA 3072 and 4096 and Ed25519 can.',

  CSR_NOT_FOUND_next: 'Go back to the list of CSRs and choose again.',
  CSR_SPEC_REFUSED_next: 'Nothing was signed. Each finding stands beside its field.',
  CSR_CHANGED_next: 'Nothing was signed. Look at the preview again, then sign.',
  NO_PREDECESSOR_next: 'A first request goes without the proof by its predecessor.',
  NO_PROOF_next: 'Make the request again with the earlier key at hand, or send it without the proof.',

  OID_TWICE_next: 'Nothing was changed. A reader could not tell the two apart.',
  VAULT_ABSENT_next: 'Create it first.',
  VAULT_EXISTS_next: 'Nothing was done. What opens it can be changed.',
  VAULT_DAMAGED_next: 'Its secrets cannot be read. Restore a backup.',
  VAULT_WRONG_SECRET_next: 'Nothing was opened. Check the passphrase or the file and try again.',
  VAULT_WRONG_OPENER_next: 'Open it with that.',
  VAULT_KEY_FILE_next: 'It has to be a file of this program that only you can read, and no link.',
  VAULT_OS_REFUSED_next: 'Unlock the store of the operating system for secrets and try again.',
  VAULT_OS_ABSENT_next: 'Use a passphrase or a key file.',
  'opener_operating-system': 'the operating system',
  opener_passphrase: 'a passphrase',
  'opener_key-file': 'a key file',
  keyFile_missing: 'it is not there',
  keyFile_link: 'it is a link',
  'keyFile_readable-by-others': 'others on this computer can read it',
  keyFile_form: 'it is not a key file of this program',
  keyFile_unreadable: 'it cannot be read',

  PLACE_REFUSED_next: 'Nothing was written. Choose another place.',
  'place_not-granted': 'The choice of this place has run out. Choose it again.',
  place_exists: 'There is something at this place already. Choose a new name.',
  place_missing: 'There is nothing at this place any more.',
  'place_not-empty': 'The folder is not empty. Choose a new or empty one.',
  'place_read-only': 'You may not write at this place.',
  'place_disk-full': 'There is no room on this disk.',
  'place_not-a-folder': 'This is not a folder.',
  'place_strange-files':
    'The folder of the software token holds a link or something else that is no file of its own: nothing was saved.',
  place_io: 'The disk did not answer properly.',
  BACKUP_DAMAGED_next: 'Nothing was restored, and the open workspace was not touched. Use another backup.',

  state_planned: 'planned',
  'state_key-made': 'key made',
  state_unclear: 'unclear',
  state_requested: 'requested',
  state_certified: 'certified',
  state_retired: 'retired',
  state_destroyed: 'destroyed',
  state_rejected: 'rejected',
  state_compromised: 'compromised',
  'state_key-missing': 'key missing',
} as const;
