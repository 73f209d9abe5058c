import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { textRuns } from './format/hidden-characters.ts';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const Isolated = styled('bdi')({ unicodeBidi: 'isolate' });

const Box = styled('span')({
  ...type.monoSmall,
  fontSize: rem(11),
  lineHeight: rem(14),
  display: 'inline-block',
  padding: `0 ${rem(3)}`,
  margin: `0 ${rem(1)}`,
  color: look.fail.text,
  background: look.fail.tint,
  border: `1px solid ${look.fail.line}`,
  borderRadius: tokens.radius.chip,
});

/** Text that came from outside: rendered as text, isolated, hidden characters drawn as their code. */
export function SafeText({ text }: { readonly text: string }): ReactNode {
  const t = useT();
  return (
    <Isolated>
      {textRuns(text).map((run, index) =>
        run.kind === 'text' ? (
          run.text
        ) : (
          <Box key={index} role="img" aria-label={t('ui.hiddenCharacter', { code: run.code })}>
            {run.code}
          </Box>
        ),
      )}
    </Isolated>
  );
}
