import { styled } from '@mui/material/styles';
import { useId, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { relativeText } from '../../ui/format/date-text.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useNow } from '../../ui/use-now.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { readUtcInput, utcInput, UtcField } from '../keys/index.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const MOST_DAYS = 365;
/** What is drawn; the command line has them all. */
const MOST_ROWS = 200;

const Slider = styled('label')({
  ...type.small,
  color: look.ink2,
  display: 'flex',
  alignItems: 'center',
  gap: rem(12),
  input: { flex: '1 1 auto', accentColor: look.accent },
  '.days': { minWidth: rem(28), textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
});

const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  // What stands in the cells changes with the slider; the columns stay.
  tableLayout: 'fixed',
  'th:nth-of-type(1)': { width: '34%' },
  'th:nth-of-type(2)': { width: '28%' },
  'th, td': {
    textAlign: 'left',
    verticalAlign: 'top',
    padding: `${rem(4)} ${rem(12)} ${rem(4)} 0`,
    borderBottom: `1px solid ${look.line}`,
    overflowWrap: 'anywhere',
  },
  th: { ...type.small, color: look.ink3, fontWeight: 500 },
});

const verdicts = { none: 'fail', overlap: 'info', one: 'pass' } as const;

/** Which certificate of each key group is accepted at a moment, typed or found with a slider. */
export function RehearseDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const id = useId();
  const current = useNow();
  // Whole minutes, and the same while the dialog is open: what the slider says is what the field shows.
  const [now] = useState(() => new Date(Math.floor(current.getTime() / MINUTE) * MINUTE));
  const [text, setText] = useState(() => utcInput(now.toISOString()));
  const read = readUtcInput(text);
  const at = read.kind === 'time' ? read.iso : now.toISOString();
  const days = Math.round((Date.parse(at) - now.getTime()) / DAY);
  const query = useCoreQuery(['requests', 'certificates'], ['plans.rehearse', at], (core) =>
    core.plans.rehearse({ at }),
  );
  const rows = query.data?.rows ?? [];
  return (
    <Dialog
      open
      width="wide"
      title={t('due.rehearseTitle')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <Prose>{t('due.rehearseText')}</Prose>
      <UtcField
        label={t('due.rehearseAt')}
        value={text}
        aside={relativeText(t, new Date(at), now)}
        onChange={setText}
        findings={[]}
      />
      <Slider htmlFor={id}>
        <span>{t('due.rehearseSlider')}</span>
        <input
          id={id}
          type="range"
          min={0}
          max={MOST_DAYS}
          value={Math.min(MOST_DAYS, Math.max(0, days))}
          onChange={(event) =>
            setText(utcInput(new Date(now.getTime() + Number(event.target.value) * DAY).toISOString()))
          }
        />
        <span className="days">{Math.min(MOST_DAYS, Math.max(0, days))}</span>
      </Slider>
      {query.error === null ? null : <FaultNote fault={query.error.fault} />}
      {query.data === undefined && query.error === null ? <LoadingState what={t('due.rehearseTitle')} /> : null}
      {query.data !== undefined && rows.length === 0 ? <Prose>{t('due.rehearseNone')}</Prose> : null}
      {rows.length === 0 ? null : (
        <Table>
          <thead>
            <tr>
              <th scope="col">{t('due.keyGroup')}</th>
              <th scope="col">{t('due.who')}</th>
              <th scope="col">{t('due.accepted')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((row) => (
              <tr key={`${row.side} ${row.purpose} ${row.keyGroupId} ${row.partyIds.join(' ')}`}>
                <td>
                  <SafeText text={row.keyGroupId} />
                </td>
                <td>
                  <SafeText
                    text={row.partnerName ?? (row.side === 'own' ? t('due.ownKeys') : row.partyIds.join(' '))}
                  />
                </td>
                <td>
                  <StateWord verdict={verdicts[row.verdict]} word={t(`due.verdict_${row.verdict}`)} />{' '}
                  {row.accepted
                    .map((one) => `g${one.number} ${t('due.until', { date: one.notAfter.slice(0, 10) })}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {rows.length > MOST_ROWS || query.data?.more === true ? <Prose>{t('due.rehearseMore')}</Prose> : null}
    </Dialog>
  );
}
