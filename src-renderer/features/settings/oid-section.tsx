import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { useCommands } from '../../platform/commands.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Form, PageBody, Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import {
  mayBeAbsent,
  OID_NAMES,
  profileOf,
  textsOf,
  troublesOf,
  type OidName,
  type OidProfile,
} from './oid-profile.ts';
import { Quiet, useSaveCommand } from './security-section.tsx';
import { useSettings, type SettingsInView } from './use-settings.ts';

const Grid = styled('div')({
  display: 'grid',
  gap: rem(12),
  gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${rem(300)}), 1fr))`,
});

/** Which OIDs the OCPI attributes have. The draft's are placeholders, so they are a table with a version. */
export function OidSection(): ReactNode {
  const t = useT();
  const view = useSettings();
  return (
    <>
      <PageHead title={t('settings.oids')} />
      <PageBody>
        <Prose>{t('settings.oidsLong')}</Prose>
        {view.readFault === undefined ? null : <FaultNote fault={view.readFault} onRetry={view.retry} />}
        {view.settings === undefined ? (
          view.readFault === undefined ? (
            <LoadingState what={t('settings.settingsWhat')} />
          ) : null
        ) : (
          <OidForm key={JSON.stringify(view.settings.oidProfile)} profile={view.settings.oidProfile} view={view} />
        )}
      </PageBody>
    </>
  );
}

function OidForm({ profile, view }: { readonly profile: OidProfile; readonly view: SettingsInView }): ReactNode {
  const t = useT();
  const [texts, setTexts] = useState(textsOf(profile));
  useCommands(useSaveCommand());
  const troubles = troublesOf(texts, profile);
  const next = profileOf(texts);
  const changed = JSON.stringify(next) !== JSON.stringify(profile);
  const isVoted = useOperators().data?.roster.state === 'good';
  const put = useCoreAction((core, oidProfile: OidProfile) =>
    core.documents.propose({ document: 'oid-profile', oidProfile }),
  );
  const save = async (oidProfile: OidProfile): Promise<void> => {
    if (!isVoted) view.save({ oidProfile });
    else if ((await put.run(oidProfile)) !== undefined) {
      showToast(t('policies.proposed'));
      navigate('operators');
    }
  };
  const fault = view.saveFault ?? put.fault;
  const isDefault = JSON.stringify(profileOf(textsOf(defaultOidProfile))) === JSON.stringify(profile);
  const reason =
    useMayCall(isVoted ? 'documents.propose' : 'settings.set') ??
    (!changed ? t('settings.nothingChanged') : troubles.size > 0 ? t('settings.mendFirst') : undefined);

  const field = (name: OidName | 'version', hint?: string): ReactNode => {
    const trouble = troubles.get(name);
    return (
      <TextField
        key={name}
        mono
        label={name === 'version' ? t('settings.oidVersion') : t(`settings.oid_${name}`)}
        value={texts[name]}
        onChange={(text) => setTexts({ ...texts, [name]: text })}
        {...(hint === undefined ? {} : { hint })}
        {...(trouble === undefined
          ? {}
          : { findings: [{ verdict: 'fail' as const, text: t(`settings.trouble_${trouble}`) }] })}
      />
    );
  };
  return (
    <Form
      id="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === undefined && !view.saving && !put.busy) void save(next);
      }}
    >
      {field('version', t('settings.oidVersionHint'))}
      <Grid>{OID_NAMES.map((name) => field(name, mayBeAbsent(name) ? t('settings.oidOptional') : undefined))}</Grid>
      {fault === undefined ? null : <FaultNote fault={fault} />}
      <ButtonRow>
        <Button kind="primary" submit keys="Ctrl+Enter" disabled={view.saving || put.busy} disabledReason={reason}>
          {t(isVoted ? 'policies.proposeDo' : 'settings.save')}
        </Button>
        <Button
          icon="rotate-ccw"
          disabledReason={isDefault ? t('settings.isDefault') : undefined}
          onClick={() => void save(defaultOidProfile)}
        >
          {t('settings.resetOids')}
        </Button>
        {reason === undefined ? null : <Quiet>{reason}</Quiet>}
      </ButtonRow>
    </Form>
  );
}
