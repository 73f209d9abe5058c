import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Facts } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { standingLook } from './policy-words.ts';

/** Authorities and partners that have a policy of their own. */
export function NarrowerPart(): ReactNode {
  const t = useT();
  const query = useCoreQuery(['operators', 'authorities', 'partners'], ['policy.list'], (core) => core.policy.list({}));
  const rows = (query.data?.policies ?? []).filter(({ document, empty }) => document !== 'policy' && !empty);
  return (
    <Section title={t('policies.narrower')}>
      {rows.length === 0 ? <Prose>{t('policies.noNarrower')}</Prose> : null}
      <Facts
        facts={rows.map(({ document, name, standing }) => ({
          label: revealUnsafeCharacters(name),
          value: (
            <>
              <StateWord {...standingLook(t, standing)} />{' '}
              <Link onFollow={() => navigate('policy', { document })}>
                <SafeText text={document} />
              </Link>
            </>
          ),
        }))}
      />
    </Section>
  );
}
