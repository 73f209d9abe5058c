import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Partner, PartnerFinding } from '../../../shared/contract/partners.ts';
import { registeredIdKey } from '../../../shared/domain/partners.ts';
import { useT } from '../../locales/language.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { ClaimsDialog } from './claims-dialog.tsx';
import { ConfirmIdDialog } from './confirm-id-dialog.tsx';
import { chipOf, findingText } from './partner-words.ts';

const Rows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: `minmax(${rem(120)}, ${rem(190)}) minmax(0, 1fr) auto`,
    gap: rem(12),
    alignItems: 'center',
    padding: `${rem(6)} 0`,
    borderBottom: `1px solid ${look.line}`,
    '@container (max-width: 34rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  '.small': { ...type.small, color: look.ink2, display: 'block', overflowWrap: 'anywhere' },
  '.buttons': { display: 'flex', flexWrap: 'wrap', gap: rem(8), justifyContent: 'flex-end', alignItems: 'center' },
});

interface IdsPartProps {
  readonly partner: Partner;
  readonly findings: readonly PartnerFinding[];
}

/** A hub has thousands of ids: no more are drawn at once than a person reads. */
const FEW = 100;

/** Each id the partner may speak for: who made sure of it, how and when; and what is odd about it. */
export function PartnerIdsPart({ partner, findings }: IdsPartProps): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<Partner['ids'][number]>();
  const [claims, setClaims] = useState<string>();
  const [shown, setShown] = useState(FEW);
  return (
    <Section title={t('partners.idsTitle')}>
      {partner.ids.length === 0 ? <p>{t('partners.noIdsText')}</p> : null}
      <Rows>
        {partner.ids.slice(0, shown).map((one, place) => (
          <li key={registeredIdKey(one)}>
            <span>
              <IdChip {...chipOf(one)} showKind />
            </span>
            <span>
              <Confirmed id={one} />
              {findings
                .filter(({ path }) => path === `ids.${place}` || path === `ids.${place}.confirmed`)
                .map((finding, index) => (
                  <span className="small" key={index}>
                    <StateWord verdict={finding.level} word={findingText(t, finding)} />
                  </span>
                ))}
            </span>
            <span className="buttons">
              <Link onFollow={() => setClaims(one.id)}>{t('partners.whoClaims')}</Link>
              {partner.archived ? null : (
                <Button small onClick={() => setAsking(one)}>
                  {t(one.confirmed === undefined ? 'partners.confirm' : 'partners.confirmAgain')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </Rows>
      {partner.ids.length > shown ? (
        <ButtonRow>
          <Button kind="text" small onClick={() => setShown((now) => now + FEW)}>
            {t('partners.moreIds', { count: partner.ids.length - shown })}
          </Button>
        </ButtonRow>
      ) : null}
      {claims === undefined ? null : <ClaimsDialog id={claims} onClose={() => setClaims(undefined)} />}
      {asking === undefined ? null : (
        <ConfirmIdDialog
          key={registeredIdKey(asking)}
          partner={partner}
          id={asking}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Section>
  );
}

function Confirmed({ id: { confirmed } }: { readonly id: Partner['ids'][number] }): ReactNode {
  const t = useT();
  if (confirmed === undefined) return <StateWord verdict="unknown" word={t('partners.idUnconfirmed')} />;
  return (
    <>
      <StateWord verdict="pass" word={t(`partners.how_${confirmed.how}`)} />{' '}
      <span className="small">
        <SafeText text={confirmed.by} />, <UtcDate date={new Date(confirmed.at)} />
        {confirmed.note === '' ? null : (
          <>
            {': '}
            <SafeText text={confirmed.note} />
          </>
        )}
      </span>
    </>
  );
}
