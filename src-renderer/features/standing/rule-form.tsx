import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { StandingRule } from '../../../shared/contract/standing.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Facts } from '../../ui/facts.tsx';
import { type FieldFinding, FieldFrame } from '../../ui/field.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { UtcField } from '../keys/index.ts';
import { fixedFacts } from './rule-facts.tsx';
import type { RuleTexts, WrongRule } from './rule-texts.ts';
import { warningText } from './standing-words.ts';

const Checks = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(2) });

/** What a like-for-like renewal often warns of: the older certificate still lasts a while. */
const USUAL_WARNINGS = ['OVERLAP_TOO_LONG'];

interface RuleFormProps {
  readonly rule: StandingRule;
  readonly form: RuleTexts;
  readonly wrong: WrongRule | undefined;
  readonly onChange: (form: RuleTexts) => void;
}

/** What people choose of a rule, above what the certificate fixes. */
export function RuleForm({ rule, form, wrong, onChange }: RuleFormProps): ReactNode {
  const t = useT();
  const change = (part: Partial<RuleTexts>): void => onChange({ ...form, ...part });
  const at = (field: WrongRule): readonly FieldFinding[] =>
    wrong === field ? [{ verdict: 'fail', text: t(field) }] : [];
  const offered = [...new Set([...rule.acceptedWarnings, ...USUAL_WARNINGS])];
  return (
    <>
      <TextField
        label={t('standing.name')}
        required
        maxLength={200}
        value={form.name}
        findings={at('standing.nameForm')}
        onChange={(name) => change({ name })}
      />
      <FieldRow>
        <TextField
          label={t('standing.hours')}
          maxLength={3}
          value={form.hours}
          findings={at('standing.hoursForm')}
          onChange={(hours) => change({ hours })}
        />
        <TextField
          label={t('standing.days')}
          maxLength={2}
          value={form.days}
          findings={at('standing.daysForm')}
          onChange={(days) => change({ days })}
        />
      </FieldRow>
      <UtcField
        label={t('standing.expires')}
        value={form.expires}
        findings={at('standing.expiresForm')}
        onChange={(expires) => change({ expires })}
      />
      <FieldFrame label={t('standing.mayWarn')} group hint={t('standing.mayWarnHint')}>
        {({ labelId }) => (
          <Checks role="group" aria-labelledby={labelId}>
            {offered.map((reason) => (
              <CheckField
                key={reason}
                label={warningText(t, reason)}
                checked={form.warnings.includes(reason)}
                onChange={(isOn) =>
                  change({
                    warnings: isOn ? [...form.warnings, reason] : form.warnings.filter((one) => one !== reason),
                  })
                }
              />
            ))}
          </Checks>
        )}
      </FieldFrame>
      <Section title={t('standing.allows')} level={3}>
        <Facts lines facts={fixedFacts(t, rule)} />
      </Section>
    </>
  );
}
