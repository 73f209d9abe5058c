import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { Json } from '../../../shared/domain/canonical-json.ts';
import type { CheckPolicy } from '../../../shared/domain/checks/check-policy.ts';
import { defaultCheckPolicy } from '../../../shared/domain/default-policy.ts';
import { policyRules, ruleValues, type PolicyRule } from '../../../shared/domain/policy-rules.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Columns, PageBody, Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import type { PolicyDraft } from './policy-draft.ts';
import { ruleText } from './policy-words.ts';
import { RuleField } from './rule-field.tsx';
import { ScopeFields } from './scope-bar.tsx';

const ONLY = ['all', 'changed', 'unusual'] as const;
type Only = (typeof ONLY)[number];

const usual = ruleValues(defaultCheckPolicy);
const groups = [...new Set(policyRules.map(({ group }) => group))];

const Rules = styled(Columns)({ paddingTop: rem(8) });

interface RulesPartProps {
  readonly document: string;
  readonly draft: PolicyDraft;
  readonly start: CheckPolicy;
  /** What is to be said before the rules, and what stands after them. */
  readonly children: ReactNode;
  readonly after: ReactNode;
}

/** The rules in their groups, with a search over names and explanations. */
export function RulesPart({ document, draft, start, children, after }: RulesPartProps): ReactNode {
  const t = useT();
  const [words, setWords] = useState('');
  const [only, setOnly] = useState<Only>('all');
  const first = useMemo(() => ruleValues(start), [start]);
  const fits = (rule: PolicyRule): boolean => {
    const value = draft.values.get(rule.rule);
    if (only === 'changed' && !draft.changed.has(rule.rule) && !draft.wrong.has(rule.rule)) return false;
    if (only === 'unusual' && JSON.stringify(value) === JSON.stringify(usual.get(rule.rule))) return false;
    const text = `${rule.rule} ${ruleText(t, rule)}`.toLowerCase();
    return words
      .toLowerCase()
      .split(/\s+/u)
      .every((word) => text.includes(word));
  };
  const shown = policyRules.filter(fits);
  const of = (values: ReadonlyMap<string, Json>, rule: string): Json => values.get(rule) ?? null;
  return (
    <>
      <FilterBar>
        <ScopeFields document={document} />
        <div className="search">
          <SearchField label={t('policies.find')} value={words} onChange={setWords} />
        </div>
        <BarField word={t('policies.only')}>
          <SelectField
            label={t('policies.only')}
            value={only}
            choices={ONLY.map((value) => ({ value, label: t(`policies.only_${value}`) }))}
            onChange={setOnly}
          />
        </BarField>
        <span className="count">{t('policies.countRules', { count: shown.length })}</span>
      </FilterBar>
      <PageBody>
        {children}
        {shown.length === 0 ? <EmptyState title={t('policies.noRule')} text={t('policies.noRuleText')} /> : null}
        {groups.map((group) => {
          const rules = shown.filter((rule) => rule.group === group);
          if (rules.length === 0) return null;
          return (
            <Section key={group} title={t(`policy.group_${group}`).replace(/[.]$/u, '')}>
              <Rules>
                {rules.map((rule) => (
                  <RuleField
                    key={`${rule.rule} ${draft.round}`}
                    rule={rule}
                    value={of(draft.values, rule.rule)}
                    usual={of(usual, rule.rule)}
                    was={draft.changed.has(rule.rule) ? of(first, rule.rule) : undefined}
                    wrong={draft.wrong.has(rule.rule)}
                    onChange={(value) => draft.set(rule.rule, value)}
                    onTakeBack={() => draft.takeBack(rule.rule)}
                  />
                ))}
              </Rules>
            </Section>
          );
        })}
        {after}
      </PageBody>
    </>
  );
}
