import type { DecodedFinding } from '../../../../shared/contract/pki-facts.ts';
import type { Reader } from '../../store/tables.ts';
import { findKeyUses, reasonsOfKey } from './key-uses.ts';
import type { Predecessors } from './predecessors.ts';
import type { RequestRecord } from './requests.store.ts';

/**
 * What the workspace knows against a request beside the request's own bytes, as findings of the whole: shown with it,
 * and again with the certificate that is about to be approved.
 */
export async function notesOn(
  db: Reader,
  request: RequestRecord,
  { stranger }: Predecessors,
): Promise<readonly DecodedFinding[]> {
  const notes: DecodedFinding[] = [];
  if ((await reasonsOfKey(db, request.spki_sha256)).length > 0)
    notes.push(note('error', 'KEY_OF_AUTHORITY', 'The key in the request is that of an authority.', {}));
  if (stranger !== undefined) {
    const values = {
      keyGroupId: (request.key_group_id ?? '').slice(0, 255),
      subject: stranger.subject.slice(0, 300),
      ids: stranger.partyIds.slice(0, 10).join(' ').slice(0, 200) || '–',
    };
    notes.push(
      note(
        'warning',
        'KEY_GROUP_OF_OTHERS',
        `The key group id ${values.keyGroupId} is used by ${values.subject} (${values.ids}), which shares no party id with this request.`,
        values,
      ),
    );
  }
  const uses = await findKeyUses(db, request);
  if (uses.certificate !== undefined) {
    const values = valuesOf(uses.certificate);
    const sentence = `The key was certified before, for ${values.subject} in the key group ${values.keyGroupId}.`;
    notes.push(note('warning', 'KEY_CERTIFIED_BEFORE', sentence, values));
  }
  if (uses.request !== undefined) {
    const values = valuesOf(uses.request);
    const sentence = `The same key came in another request, for ${values.subject} in the key group ${values.keyGroupId}.`;
    notes.push(note('warning', 'KEY_IN_OTHER_REQUEST', sentence, values));
  }
  return notes;
}

function valuesOf({ subject, keyGroupId }: { readonly subject: string; readonly keyGroupId: string | null }) {
  return { subject: subject.slice(0, 300), keyGroupId: keyGroupId?.slice(0, 255) ?? '–' };
}

function note(
  severity: 'warning' | 'error',
  code: string,
  message: string,
  values: Readonly<Record<string, string>>,
): DecodedFinding {
  return {
    code,
    severity,
    message: message.slice(0, 1000),
    field: '',
    offset: null,
    end: null,
    ...(Object.keys(values).length === 0 ? {} : { values }),
  };
}
