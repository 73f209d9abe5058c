import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { IconName } from '../../ui/icon-glyphs.ts';
import type { Verdict } from '../../ui/tone.ts';

export const TIMES = ['valid', 'ends-soon', 'not-yet', 'expired'] as const;
export const SOURCES = ['own', 'issued', 'authority', 'imported', 'anchor'] as const;

const TIME_LOOK: Readonly<Record<CertificateRow['time'], { readonly verdict: Verdict; readonly icon?: IconName }>> = {
  valid: { verdict: 'pass' },
  'ends-soon': { verdict: 'warn' },
  'not-yet': { verdict: 'info', icon: 'clock' },
  expired: { verdict: 'notApplicable', icon: 'minus' },
};

/** What the clock alone says of a certificate, as props of `StateWord` and `VerdictChip`. */
export function timeLook(t: Translate, time: CertificateRow['time']) {
  return { ...TIME_LOOK[time], word: t(`certificates.time_${time}`) };
}

/** The same, after what its authority decided: revoked or on hold counts before any date. */
export function standLook(t: Translate, { revocation, time }: Pick<CertificateRow, 'revocation' | 'time'>) {
  switch (revocation?.state) {
    case 'revoked':
      return { verdict: 'fail' as const, icon: 'circle-x' as const, word: t('revocations.state_revoked') };
    case 'held':
      return { verdict: 'warn' as const, icon: 'circle-pause' as const, word: t('revocations.state_held') };
    default:
      return timeLook(t, time);
  }
}

export function nameOf(row: Pick<CertificateRow, 'commonName' | 'subject' | 'serialNumber'>): string {
  return row.commonName !== '' ? row.commonName : row.subject !== '' ? row.subject : row.serialNumber;
}

export function openCertificate(
  row: Pick<CertificateRow, 'certificateId' | 'commonName' | 'subject' | 'serialNumber'>,
): void {
  navigate('certificates', { id: row.certificateId, name: nameOf(row) });
}

/** The words of a button as the title of what it opens. */
export function plain(text: string): string {
  return text.replace(/…$/u, '');
}
