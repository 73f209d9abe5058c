import type { ReactNode } from 'react';
import type { StandingRule, StandingView } from '../../../shared/contract/standing.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { idsOf, IdRows } from '../decoded/index.ts';
import { algorithmName } from '../keys/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { warningText } from './standing-words.ts';

/** What stays as the certificate says it, whoever proposes the rule. */
export function fixedFacts(t: Translate, rule: StandingRule): readonly Fact[] {
  return [
    { label: t('standing.keyGroup'), value: <Mono text={rule.keyGroupId} /> },
    { label: t('standing.purpose'), value: t(`keys.purpose_${rule.purpose}`) },
    {
      label: t('standing.ids'),
      value: idsOf(rule.ids).length === 0 ? t('standing.none') : <IdRows ids={rule.ids} none="–" />,
    },
    {
      label: t('standing.names'),
      value:
        rule.names.length === 0
          ? t('standing.none')
          : rule.names.map(({ kind, value }) => (
              <div key={`${kind} ${value}`}>
                <Mono text={`${kind}:${value}`} />
              </div>
            )),
    },
    {
      label: t('standing.subject'),
      value: <Fingerprint hex={rule.subjectSha256} short copy={t('standing.subject')} />,
    },
    { label: t('standing.algorithms'), value: rule.algorithms.map(algorithmName).join(', ') },
  ];
}

/** A rule in words: for whom, for what, how often, until when. */
export function RuleFacts({ view }: { readonly view: StandingView }): ReactNode {
  const t = useT();
  const { rule, partnerName, authorityName } = view;
  const to = (page: string, id: string, name: string): ReactNode =>
    name === '' ? (
      <Mono text={id} />
    ) : (
      <Link onFollow={() => navigate(page, { id, name })}>
        <SafeText text={name} />
      </Link>
    );
  const hours = rule.minHours;
  return (
    <Facts
      lines
      facts={[
        { label: t('standing.partner'), value: to('partners', rule.partnerId, partnerName) },
        { label: t('standing.authority'), value: to('authorities', rule.authorityId, authorityName) },
        ...fixedFacts(t, rule),
        { label: t('standing.validity'), value: t('standing.validityValue', { hours, days: rule.maxDays }) },
        { label: t('standing.between'), value: t('standing.betweenValue', { hours }) },
        {
          label: t('standing.warnings'),
          value:
            rule.acceptedWarnings.length === 0
              ? t('standing.noWarnings')
              : rule.acceptedWarnings.map((reason) => (
                  <div key={reason}>
                    <SafeText text={warningText(t, reason)} />
                  </div>
                )),
        },
        { label: t('standing.from'), value: <UtcDate date={new Date(rule.from)} /> },
        { label: t('standing.expires'), value: <UtcDate date={new Date(rule.expires)} /> },
      ]}
    />
  );
}
