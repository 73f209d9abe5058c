import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { Settings } from '../../../shared/contract/settings.ts';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { FieldRow, Form, PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { useSettings, type SettingChanges, type SettingsInView } from './use-settings.ts';

/** Idle time, lock, longest validity, organisation, logs: for everybody in this workspace. */
export function SecuritySection(): ReactNode {
  const t = useT();
  const view = useSettings();
  return (
    <>
      <PageHead title={t('settings.security')} />
      <PageBody>
        {view.readFault === undefined ? null : <FaultNote fault={view.readFault} onRetry={view.retry} />}
        {view.settings === undefined ? (
          view.readFault === undefined ? (
            <LoadingState what={t('settings.settingsWhat')} />
          ) : null
        ) : (
          <SecurityForm key={JSON.stringify(view.settings)} settings={view.settings} view={view} />
        )}
      </PageBody>
    </>
  );
}

interface NumberRule {
  readonly name:
    | 'idleMinutes'
    | 'maxValidityDays'
    | 'overlapDays'
    | 'checkpointDays'
    | 'checkpointEntries'
    | 'logFileMegabytes'
    | 'logFiles';
  readonly min: number;
  readonly max: number;
}

/** The limits of the contract (`Settings`); core checks them again. */
const RULES: readonly NumberRule[] = [
  { name: 'idleMinutes', min: 1, max: 480 },
  { name: 'maxValidityDays', min: 1, max: 3650 },
  { name: 'overlapDays', min: 0, max: 90 },
  { name: 'checkpointDays', min: 1, max: 365 },
  { name: 'checkpointEntries', min: 100, max: 1_000_000 },
  { name: 'logFileMegabytes', min: 1, max: 100 },
  { name: 'logFiles', min: 1, max: 50 },
];

function whole(text: string, { min, max }: NumberRule): number | undefined {
  const value = /^\d{1,7}$/u.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function SecurityForm({ settings, view }: { readonly settings: Settings; readonly view: SettingsInView }): ReactNode {
  const t = useT();
  const [texts, setTexts] = useState<Readonly<Record<NumberRule['name'], string>>>({
    idleMinutes: String(settings.idleMinutes),
    maxValidityDays: String(settings.maxValidityDays),
    overlapDays: String(settings.overlapDays),
    checkpointDays: String(settings.checkpointDays),
    checkpointEntries: String(settings.checkpointEntries),
    logFileMegabytes: String(settings.logFileMegabytes),
    logFiles: String(settings.logFiles),
  });
  const [signOutOnLock, setSignOutOnLock] = useState(settings.signOutOnLock);
  const [atSignOut, setAtSignOut] = useState(settings.checkpointAtSignOut);
  const [organisation, setOrganisation] = useState(settings.organisation);

  const numbers = RULES.map((rule) => ({ rule, value: whole(texts[rule.name], rule) }));
  const wrong = numbers.some(({ value }) => value === undefined);
  const changes: SettingChanges = {
    ...Object.fromEntries(
      numbers.flatMap(({ rule, value }) =>
        value === undefined || value === settings[rule.name] ? [] : [[rule.name, value]],
      ),
    ),
    ...(signOutOnLock === settings.signOutOnLock ? {} : { signOutOnLock }),
    ...(atSignOut === settings.checkpointAtSignOut ? {} : { checkpointAtSignOut: atSignOut }),
    ...(organisation === settings.organisation ? {} : { organisation: organisation.trim() }),
  };
  const changed = Object.keys(changes).length > 0 || wrong;
  const mayChange = useMayCall('settings.set');
  const reason = mayChange ?? (!changed ? t('settings.nothingChanged') : wrong ? t('settings.mendFirst') : undefined);
  const { save, saving } = view;
  const submit = (): void => {
    if (reason === undefined && !saving) save(changes);
  };
  useCommands(useSaveCommand());

  const number = (name: NumberRule['name'], unit: string, label: string, hint?: string): ReactNode => {
    const found = numbers.find(({ rule }) => rule.name === name);
    const findings =
      found === undefined || found.value !== undefined
        ? {}
        : {
            findings: [
              { verdict: 'fail' as const, text: t('settings.between', { min: found.rule.min, max: found.rule.max }) },
            ],
          };
    return (
      <TextField
        label={label}
        value={texts[name]}
        aside={unit}
        onChange={(text) => setTexts({ ...texts, [name]: text })}
        {...(hint === undefined ? {} : { hint })}
        {...findings}
      />
    );
  };
  return (
    <Form
      id={FORM}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title={t('settings.signIn')}>
        <FieldRow>
          {number('idleMinutes', t('settings.minutes'), t('settings.idleMinutes'), t('settings.idleHint'))}
        </FieldRow>
      </Section>
      <CheckField label={t('settings.signOutOnLock')} checked={signOutOnLock} onChange={setSignOutOnLock} />
      <Section title={t('settings.requests')}>
        <FieldRow>
          {number('maxValidityDays', t('settings.days'), t('settings.maxValidityDays'), t('settings.validityHint'))}
          <TextField
            label={t('settings.organisation')}
            value={organisation}
            maxLength={200}
            hint={t('settings.organisationHint')}
            onChange={setOrganisation}
          />
        </FieldRow>
      </Section>
      <Section title={t('settings.replacement')}>
        <FieldRow>
          {number('overlapDays', t('settings.days'), t('settings.overlapDays'), t('settings.overlapHint'))}
        </FieldRow>
      </Section>
      <Section title={t('settings.checkpoints')}>
        <FieldRow>
          {number('checkpointDays', t('settings.days'), t('settings.checkpointDays'), t('settings.checkpointsHint'))}
          {number('checkpointEntries', t('settings.checkpointEntriesUnit'), t('settings.checkpointEntries'))}
        </FieldRow>
      </Section>
      <CheckField label={t('settings.checkpointAtSignOut')} checked={atSignOut} onChange={setAtSignOut} />
      <Section title={t('settings.logs')}>
        <FieldRow>
          {number('logFileMegabytes', t('settings.megabytes'), t('settings.logFileMegabytes'))}
          {number('logFiles', t('settings.files'), t('settings.logFiles'))}
        </FieldRow>
      </Section>
      {view.saveFault === undefined ? null : <FaultNote fault={view.saveFault} />}
      <ButtonRow>
        <Button kind="primary" submit keys="Ctrl+Enter" disabled={saving} disabledReason={reason}>
          {t('settings.save')}
        </Button>
        {reason === undefined ? null : <Quiet>{reason}</Quiet>}
      </ButtonRow>
    </Form>
  );
}

/** The reason beside a button that is greyed out. */
export const Quiet = styled('span')({ ...type.small, color: look.ink3 });

const FORM = 'settings-form';

/** Ctrl+Enter anywhere on the page submits its form. */
export function useSaveCommand(): readonly Command[] {
  return useMemo(
    () => [
      {
        id: 'settings.save',
        title: (t) => t('settings.save'),
        icon: 'save',
        keys: 'Ctrl+Enter',
        scope: 'here',
        run: () => {
          const form = document.querySelector(`#${FORM}`);
          if (form instanceof HTMLFormElement) form.requestSubmit();
        },
      },
    ],
    [],
  );
}
