import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChangesList } from './changes-list.tsx';

const Versions = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(8)} 0`, borderBottom: `1px solid ${look.line}` },
  '.head': { display: 'flex', flexWrap: 'wrap', gap: rem(10), alignItems: 'baseline' },
  '.number': { ...type.bodyStrong },
  '.aside': { ...type.small, color: look.ink3, marginLeft: 'auto' },
});

const STEP = 20;
const MOST = 500;

/** Every version of a partner with what it changed, the newest first. */
export function HistoryPart({ partnerId }: { readonly partnerId: string }): ReactNode {
  const t = useT();
  const [limit, setLimit] = useState(STEP);
  const query = useCoreQuery('partners', ['partners.history', partnerId, limit], (core) =>
    core.partners.history({ partnerId, offset: 0, limit }),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  const { rows = [], total = 0 } = query.data ?? {};
  return (
    <Section title={t('partners.history')}>
      <Versions>
        {rows.map((row) => (
          <li key={row.version}>
            <div className="head">
              <span className="number">{t('partners.version', { version: row.version })}</span>
              <span>
                {t(`partners.deed_${row.deed}`)}, <SafeText text={row.by} />
                {row.imported ? `, ${t('partners.fromFile')}` : ''}
              </span>
              <span className="aside">
                <UtcDate date={new Date(row.at)} />
              </span>
            </div>
            <ChangesList changes={row.changes} />
          </li>
        ))}
      </Versions>
      {rows.length < total && limit < MOST ? (
        <ButtonRow>
          <Button kind="text" small onClick={() => setLimit((now) => Math.min(MOST, now * 5))}>
            {t('partners.earlier')}
          </Button>
        </ButtonRow>
      ) : null}
    </Section>
  );
}
