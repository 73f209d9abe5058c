import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { createDecodeLog, type FieldView, type PkiFinding } from './decode-log.ts';
import type { DerFault } from './der/der-fault.ts';
import { readDer } from './der/der-reader.ts';
import { type PublicKeyView, readSpki } from './spki.ts';
import { addSpkiFields } from './spki-fields.ts';

export type PublicKeyReadFault = DerFault | { readonly code: 'PUBLIC_KEY_SHAPE'; readonly offset: number };

/** A public key that came as a file of its own. */
export interface PublicKeyFileView {
  readonly kind: 'public-key';
  readonly publicKey: PublicKeyView;
  readonly fields: readonly FieldView[];
  readonly findings: readonly PkiFinding[];
}

/** Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) from DER, nothing around it; what is weak about it is a finding. */
export function readPublicKey(der: Uint8Array): Result<PublicKeyFileView, PublicKeyReadFault> {
  const root = readDer(der);
  if (!root.ok) return root;
  const log = createDecodeLog();
  const publicKey = readSpki(root.value, log, 'publicKey');
  if (publicKey === undefined) return fail({ code: 'PUBLIC_KEY_SHAPE', offset: root.value.start });
  addSpkiFields(root.value, publicKey, log, 0);
  return ok({ kind: 'public-key', publicKey, fields: log.fields, findings: log.findings });
}
