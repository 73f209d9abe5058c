import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';

const STEP = 20;
const MOST = 500;

const List = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${rem(2)} ${rem(16)}`,
    padding: `${rem(6)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
});

/** What was issued under a rule, the newest first. */
export function UsesPart({ standingId }: { readonly standingId: string }): ReactNode {
  const t = useT();
  const [limit, setLimit] = useState(STEP);
  const query = useCoreQuery(['requests', 'certificates'], ['standing.uses', standingId, limit], (core) =>
    core.standing.uses({ standingId, offset: 0, limit }),
  );
  const { rows = [], total = 0 } = query.data ?? {};
  return (
    <Section title={t('standing.uses')} aside={total === 0 ? undefined : total.toLocaleString(t.locale)}>
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && total === 0 ? <Prose>{t('standing.noUses')}</Prose> : null}
      {rows.length === 0 ? null : (
        <List aria-label={t('standing.uses')}>
          {rows.map(({ requestId, issuanceId, certificateId, at }) => (
            <li key={issuanceId}>
              <UtcDate date={new Date(at)} />
              <Link onFollow={() => navigate('requests', { id: requestId })}>{t('standing.toRequest')}</Link>
              {certificateId === undefined ? (
                <StateWord verdict="warn" word={t('standing.unclear')} />
              ) : (
                <Link onFollow={() => navigate('certificates', { id: certificateId })}>
                  {t('standing.toCertificate')}
                </Link>
              )}
            </li>
          ))}
        </List>
      )}
      {rows.length < total && limit < MOST ? (
        <ButtonRow>
          <Button kind="text" small onClick={() => setLimit((now) => Math.min(MOST, now * 5))}>
            {t('standing.usesMore')}
          </Button>
        </ButtonRow>
      ) : null}
    </Section>
  );
}
