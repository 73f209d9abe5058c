import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Findings } from '../../ui/finding.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { FindingSentence, findingVerdict } from '../keys/index.ts';
import { findingsOfBytes } from './builder-form.tsx';
import { BytesPart } from './bytes-part.tsx';
import type { Preview } from './use-preview.ts';

/** The deciding part of the screen has the accent frame. */
const Framed = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  flex: '1 1 auto',
  minWidth: 0,
  minHeight: 0,
  overflow: 'auto',
  padding: rem(12),
  border: `2px solid ${look.accent}`,
  borderRadius: tokens.radius.panel,
  background: look.surface,
  containerType: 'inline-size',
  '.head': { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: `${rem(2)} ${rem(16)}` },
  h2: type.bodyStrong,
  '.facts': { ...type.small, color: look.ink3 },
  '.digest': { ...type.small, color: look.ink2 },
  '.none': { color: look.ink2 },
});

interface WhatWillBeSignedProps {
  readonly preview: Preview;
  /** The shown bytes are older than the fields. */
  readonly waits: boolean;
  /** A field cannot be read, so nothing was asked. */
  readonly unread: boolean;
  /** Rows of bytes before they scroll. */
  readonly rows: number;
}

/** CertificationRequestInfo as core would sign it, read back by the strict reader: fields, bytes, digest. */
export function WhatWillBeSigned({ preview, waits, unread, ...props }: WhatWillBeSignedProps): ReactNode {
  const t = useT();
  const { built, findings, fault } = preview;
  const old = waits || unread;
  return (
    <Framed aria-label={t('csrs.willBeSigned')}>
      <div className="head">
        <h2>{t('csrs.willBeSigned')}</h2>
        {built === undefined ? null : (
          <span className="facts">{t('csrs.infoFacts', { bytes: built.info.length })}</span>
        )}
        {old ? <VerdictChip verdict="unknown" word={t(unread ? 'csrs.outOfDate' : 'csrs.renewing')} /> : null}
      </div>
      {fault !== undefined ? <FaultNote fault={fault} onRetry={preview.again} /> : null}
      {built !== undefined ? (
        <>
          <div className="digest">
            {t('csrs.infoSha256')} <Fingerprint hex={built.sha256} copy={t('csrs.infoSha256')} />
          </div>
          <BytesPart
            label={t('csrs.info')}
            bytes={built.info}
            fields={built.fields}
            findings={findingsOfBytes(findings)}
            rows={props.rows}
          />
        </>
      ) : findings.length > 0 ? (
        <>
          <p className="none">{t('csrs.nothingToSign')}</p>
          <Findings
            findings={findings.map((finding) => ({
              verdict: findingVerdict(finding),
              sentence: <FindingSentence finding={finding} />,
              code: finding.code,
            }))}
          />
        </>
      ) : fault === undefined ? (
        <LoadingState what={t('csrs.thePreview')} />
      ) : null}
    </Framed>
  );
}
