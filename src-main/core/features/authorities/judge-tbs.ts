import { equalBytes } from '../../../../shared/util/bytes.ts';
import { hexOf } from '../../pki/digests.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import { checkPathLengths } from '../../pki/path/check-authority.ts';
import { checkNames } from '../../pki/path/check-names.ts';
import { checkSentence } from '../../pki/path/check-text.ts';
import type { Issuer } from './issuer.ts';

/** A rule that a to-be-signed certificate breaks; English, the window has its own words by code. */
export interface TbsFinding {
  readonly code: string;
  readonly message: string;
}

/**
 * Judges a to-be-signed certificate by what binds it from above: issuer's name and key identifier, validity within every
 * certificate of the chain, path lengths and name constraints (the path validator's own rules). Empty: nothing against it.
 */
export function judgeUnderIssuer(
  tbs: Uint8Array,
  view: CertificateView,
  issuer: Issuer,
  now: Date,
): readonly TbsFinding[] {
  const findings: TbsFinding[] = [];
  const add = (code: string, message: string): void => void findings.push({ code, message });
  if (!equalBytes(tbs.subarray(view.issuer.start, view.issuer.end), issuer.name))
    add('ISSUER_OTHER', 'The issuer in the certificate is not the name of the authority.');
  const aki = view.extensions.find(({ value }) => value.kind === 'authority-key-id')?.value;
  if (aki?.kind !== 'authority-key-id' || aki.keyId !== hexOf(issuer.keyId))
    add('ISSUER_KEY_OTHER', 'The key identifier of the issuer is not that of the authority.');
  if (view.notBefore === null || view.notAfter === null || view.notAfter <= view.notBefore)
    add('WINDOW_EMPTY', 'The certificate would never be valid.');
  else {
    if (new Date(view.notAfter) <= now) add('WINDOW_PAST', 'The certificate would have ended already.');
    for (const { view: above } of issuer.chain) {
      if (above.notBefore === null || above.notAfter === null)
        add('ISSUER_VALIDITY', 'The validity of an authority above cannot be read.');
      else if (
        new Date(view.notBefore) < new Date(above.notBefore) ||
        new Date(view.notAfter) > new Date(above.notAfter)
      )
        add(
          'WINDOW_BEYOND_ISSUER',
          `The certificate would be valid outside the validity of ${above.subject.text.slice(0, 200)}.`,
        );
    }
  }
  const path = [{ der: tbs, view }, ...issuer.chain];
  for (const check of [...checkNames(path), ...checkPathLengths(path)]) {
    if (check.verdict === 'fail' || check.verdict === 'unknown') add(check.code, checkSentence(check).slice(0, 1000));
  }
  return findings;
}
