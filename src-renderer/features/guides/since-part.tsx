import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { GuideRunRow } from '../../../shared/contract/guides.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { readUtcInput, utcInput, UtcField } from '../keys/index.ts';

const Line = styled('form')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'flex-end',
  gap: rem(8),
  '& > div:first-of-type': { flex: `0 1 ${rem(360)}` },
});

/** Since when a key is suspected, a card gone, a clock wrong: what core counts starts there. */
export function SincePart(props: {
  readonly run: GuideRunRow;
  readonly forbidden: string | undefined;
  readonly onChanged: () => void;
}): ReactNode {
  const t = useT();
  const now = useNow();
  const { run, forbidden, onChanged } = props;
  const stored = run.since === undefined ? '' : utcInput(run.since);
  const [text, setText] = useState(stored);
  const entering = useCoreAction((core, since: string) => core.guides.since({ runId: run.runId, since }));
  const read = readUtcInput(text);
  const isAhead = read.kind === 'time' && new Date(read.iso) > now;
  const missing =
    forbidden ??
    (entering.busy ? t('guides.busy') : read.kind !== 'time' || isAhead ? t('guides.sincePast') : undefined);
  const enter = async (): Promise<void> => {
    if (missing !== undefined || read.kind !== 'time') return;
    if ((await entering.run(read.iso)) !== undefined) onChanged();
  };
  return (
    <>
      <Line
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <UtcField
          label={t(`guides.since_${run.guide}`)}
          value={text}
          placeholder={t('guides.sinceUnknown')}
          findings={isAhead ? [{ verdict: 'fail', text: t('guides.sincePast') }] : []}
          onChange={setText}
        />
        {text === stored ? null : (
          <Button submit disabledReason={missing}>
            {t('guides.sinceSave')}
          </Button>
        )}
      </Line>
      {entering.fault === undefined ? null : <FaultNote fault={entering.fault} />}
    </>
  );
}
