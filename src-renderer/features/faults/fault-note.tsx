import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { faultWords } from './fault-texts.ts';

const Box = styled('div')({
  display: 'flex',
  gap: rem(8),
  padding: `${rem(8)} ${rem(12)}`,
  border: `1px solid ${look.fail.line}`,
  borderRadius: tokens.radius.panel,
  background: look.surface,
  '& > svg': { flex: 'none', marginTop: rem(2), color: look.fail.text },
  '.words': { flex: '1 1 auto', minWidth: 0, display: 'flex', flexDirection: 'column', gap: rem(4) },
  '.words > .sentence': { ...type.bodyStrong, color: look.fail.text, overflowWrap: 'anywhere' },
  '.means': { color: look.ink2, maxWidth: '92ch' },
  '.code': { ...type.small, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(8), color: look.ink3 },
  ul: { margin: 0, paddingLeft: rem(16) },
});

interface FaultNoteProps {
  readonly fault: CoreFault;
  /** Only where doing it again is safe; nothing is retried by itself. */
  readonly onRetry?: (() => void) | undefined;
}

/** A fault where its action was: what happened, what it means and what to do, the stable code, what the token said. */
export function FaultNote({ fault, onRetry }: FaultNoteProps): ReactNode {
  const t = useT();
  const words = faultWords(t, fault);
  const said = [words.cryptoki, words.detail].filter((text) => text !== undefined);
  return (
    <Box role="alert">
      <Icon name="octagon-x" />
      <div className="words">
        <span className="sentence">{words.sentence}</span>
        <span className="means">{words.consequence}</span>
        {words.values.length === 0 ? null : (
          <ul>
            {words.values.map((value) => (
              <li key={value}>
                <SafeText text={value} />
              </li>
            ))}
          </ul>
        )}
        {words.findings.length === 0 ? null : (
          <Findings
            findings={words.findings.map(({ code, sentence }): FindingData => ({
              verdict: 'fail',
              sentence: <SafeText text={sentence} />,
              code,
            }))}
          />
        )}
        {words.hashes === undefined ? null : (
          <Facts
            facts={[
              { label: t('errors.expectedHash'), value: <Fingerprint hex={words.hashes.expected} /> },
              { label: t('errors.actualHash'), value: <Fingerprint hex={words.hashes.actual} /> },
            ]}
          />
        )}
        <span className="code">
          <Mono text={fault.code} />
          {words.cryptoki === undefined ? null : (
            <span>
              {t('errors.fromToken')} <Mono text={words.cryptoki} />
            </span>
          )}
          {words.detail === undefined ? null : <Mono text={words.detail} />}
          <CopyButton
            what={t('errors.detailOf')}
            text={[
              words.sentence,
              words.consequence,
              fault.code,
              ...said,
              ...words.values,
              ...words.findings.map(({ code, sentence }) => `${code}: ${sentence}`),
            ].join('\n')}
          />
        </span>
        {onRetry === undefined ? null : (
          <ButtonRow>
            <Button small onClick={onRetry}>
              {t('ui.tryAgain')}
            </Button>
          </ButtonRow>
        )}
      </div>
    </Box>
  );
}
