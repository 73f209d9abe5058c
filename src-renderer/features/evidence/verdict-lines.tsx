import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { EvidenceVerdictView } from '../../../shared/contract/evidence.ts';
import { useT } from '../../locales/language.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';

const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: `${rem(130)} ${rem(140)} minmax(0, 1fr)`,
    gap: rem(8),
    alignItems: 'start',
    padding: `${rem(6)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
  '.claim': { fontWeight: 600 },
  '.verdict': { justifySelf: 'start' },
  '.detail': { ...type.monoSmall, color: look.ink3, overflowWrap: 'anywhere' },
});

const tones = { proven: 'pass', broken: 'fail', 'not-checked': 'unknown' } as const;

/** One line for each claim. */
export function VerdictLines({ lines }: { readonly lines: EvidenceVerdictView['lines'] }): ReactNode {
  const t = useT();
  return (
    <List>
      {lines.map(({ claim, verdict, reason, detail }, i) => (
        <li key={i}>
          <span className="claim">{t(`evidence.claim_${claim}`)}</span>
          <span className="verdict">
            <VerdictChip verdict={tones[verdict]} word={t(`evidence.${verdict}`)} />
          </span>
          <span>
            {t(`evidence.${reason}`)}
            {detail === '' ? null : (
              <div className="detail">
                <SafeText text={detail} />
              </div>
            )}
          </span>
        </li>
      ))}
    </List>
  );
}
