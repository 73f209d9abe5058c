import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { feedModules } from '../../../shared/domain/ocpi-version.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField, SelectField } from '../../ui/choice-fields.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import type { FormPart } from './connection-fields.tsx';
import { NumberText } from './number-text.tsx';
import { TotpFields } from './totp-fields.tsx';

const Checks = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(20)}` });

/** When it is read by itself, and how long what was read is kept. */
export function ScheduleFields({ form, change }: FormPart): ReactNode {
  const t = useT();
  return (
    <>
      <FieldRow>
        <NumberText field="everyMinutes" form={form} change={change} hint={t('platforms.everyMinutesHint')} />
        <NumberText field="fullEveryDays" form={form} change={change} />
      </FieldRow>
      <FieldFrame label={t('platforms.modules')} group hint={t('platforms.modulesHint')}>
        {({ labelId }) => (
          <Checks role="group" aria-labelledby={labelId}>
            {feedModules.map((module) => (
              <CheckField
                key={module}
                label={t(`platforms.module_${module}`)}
                checked={form.modules.includes(module)}
                onChange={(isOn) =>
                  change({ modules: isOn ? [...form.modules, module] : form.modules.filter((one) => one !== module) })
                }
              />
            ))}
          </Checks>
        )}
      </FieldFrame>
      <FieldRow>
        <NumberText field="rowsDays" form={form} change={change} hint={t('platforms.keptHint')} />
        <NumberText field="personalDays" form={form} change={change} hint={t('platforms.personalHint')} />
      </FieldRow>
    </>
  );
}

/** What platforms need that are not as the text has it, and what keeps one from taking too much. */
export function AdvancedFields({ form, change }: FormPart): ReactNode {
  const t = useT();
  return (
    <>
      {form.withToken ? (
        <>
          <FieldRow>
            <SelectField
              label={t('platforms.encoding')}
              value={form.encoding}
              choices={(['auto', 'raw', 'base64'] as const).map((value) => ({
                value,
                label: t(`platforms.encoding_${value}`),
              }))}
              onChange={(encoding) => change({ encoding })}
            />
            <TextField
              label={t('platforms.header')}
              mono
              maxLength={60}
              value={form.header}
              onChange={(header) => change({ header })}
            />
            <TextField
              label={t('platforms.prefix')}
              mono
              maxLength={30}
              value={form.prefix}
              onChange={(prefix) => change({ prefix })}
            />
          </FieldRow>
          <TotpFields form={form} change={change} />
        </>
      ) : null}
      <FieldRow>
        <TextField
          label={t('platforms.proxy')}
          hint={t('platforms.proxyHint')}
          mono
          maxLength={300}
          value={form.proxy}
          onChange={(proxy) => change({ proxy })}
        />
        <TextField
          label={t('platforms.ownParty')}
          hint={t('platforms.ownPartyHint')}
          mono
          maxLength={5}
          value={form.ownParty}
          onChange={(ownParty) => change({ ownParty })}
        />
      </FieldRow>
      <TextField
        label={t('platforms.allowedHosts')}
        hint={t('platforms.allowedHostsHint')}
        mono
        lines={2}
        maxLength={6000}
        value={form.allowedHosts}
        onChange={(allowedHosts) => change({ allowedHosts })}
      />
      {feedModules.map((module) => (
        <TextField
          key={module}
          label={t('platforms.override', { module })}
          {...(module === feedModules[0] ? { hint: t('platforms.overrideHint') } : {})}
          mono
          maxLength={2048}
          value={form.overrides[module] ?? ''}
          onChange={(url) => change({ overrides: { ...form.overrides, [module]: url } })}
        />
      ))}
      <FieldRow>
        {(['timeoutSeconds', 'parallel', 'pageSize', 'maxPageMegabytes'] as const).map((field) => (
          <NumberText key={field} field={field} form={form} change={change} />
        ))}
      </FieldRow>
      <CheckField
        label={t('platforms.sendNulls')}
        checked={form.sendNulls}
        onChange={(sendNulls) => change({ sendNulls })}
      />
    </>
  );
}
