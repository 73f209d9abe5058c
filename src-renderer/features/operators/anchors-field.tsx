import { styled } from '@mui/material/styles';
import { useEffect, useRef, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { shortHex } from '../../ui/format/fingerprint.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const Group = styled('fieldset')({
  border: 0,
  margin: 0,
  padding: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(4),
  legend: { ...type.small, color: look.ink2, padding: 0, marginBottom: rem(4) },
  small: { ...type.monoSmall, display: 'block', color: look.ink2 },
});

export interface Choosable {
  readonly certificateId: string;
  readonly sha256: string;
  readonly subject: string;
}

interface CertificatesFieldProps {
  readonly label: string;
  readonly rows: readonly Choosable[];
  readonly value: readonly string[];
  readonly onChange: (certificateIds: readonly string[]) => void;
}

/** Several certificates, each by its subject and SHA-256. */
function CertificatesField({ label, rows, value, onChange }: CertificatesFieldProps): ReactNode {
  return (
    <Group>
      <legend>{label}</legend>
      {rows.map(({ certificateId, subject, sha256 }) => (
        <CheckField
          key={certificateId}
          label={
            <>
              <SafeText text={subject} />
              <small>{shortHex(sha256)}</small>
            </>
          }
          checked={value.includes(certificateId)}
          onChange={(checked) =>
            onChange(checked ? [...value, certificateId] : value.filter((one) => one !== certificateId))
          }
        />
      ))}
    </Group>
  );
}

interface FieldProps {
  readonly value: readonly string[];
  readonly onChange: (certificateIds: readonly string[]) => void;
}

/** The trust anchors for identities: one of them ends every operator's path. */
export function AnchorsField(props: FieldProps): ReactNode {
  const t = useT();
  const query = useCoreQuery(['certificates', 'authorities'], ['certificates.anchors'], (core) =>
    core.certificates.anchors({}),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} />;
  if (query.data === undefined) return <LoadingState what={t('operators.anchors')} />;
  const rows = query.data.anchors.filter(({ purposes }) => purposes.some((one) => one === 'identity' || one === 'any'));
  return <CertificatesField {...props} label={t('operators.anchors')} rows={rows} />;
}

/** Identity certificates that no operator has; those that are recovery keys now (by SHA-256) are chosen at first. */
export function RecoveryField({ current, ...props }: FieldProps & { readonly current: readonly string[] }): ReactNode {
  const t = useT();
  const query = useCoreQuery(['operators', 'certificates', 'keys'], ['operators.candidates'], (core) =>
    core.operators.candidates({}),
  );
  const isFilled = useRef(false);
  const { data } = query;
  const { onChange } = props;
  useEffect(() => {
    if (isFilled.current || data === undefined) return;
    isFilled.current = true;
    const chosen = data.candidates.filter(({ reason, sha256 }) => reason === undefined && current.includes(sha256));
    if (chosen.length > 0) onChange(chosen.map(({ certificateId }) => certificateId));
  }, [data, current, onChange]);
  if (query.error !== null) return <FaultNote fault={query.error.fault} />;
  if (data === undefined) return <LoadingState what={t('operators.recovery')} />;
  const rows = data.candidates.filter(({ reason }) => reason === undefined);
  if (rows.length === 0) return <Prose>{t('operators.noCandidates')}</Prose>;
  return <CertificatesField {...props} label={t('operators.recovery')} rows={rows} />;
}
