import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';

/** Why a step is not possible now; the standing first, then the role. */
export function useRevocationGate({ revocation }: CertificateRow) {
  const t = useT();
  const mayRevoke = useMayCall('revocations.revoke');
  const mayHold = useMayCall('revocations.hold');
  const mayRelease = useMayCall('revocations.release');
  const state = revocation?.state;
  return {
    noRevoke: state === 'revoked' ? t('revocations.notRevocable') : mayRevoke,
    noHold: state === undefined ? mayHold : t('revocations.notHoldable'),
    noRelease: state === 'held' ? mayRelease : t('revocations.notHeld'),
  };
}
