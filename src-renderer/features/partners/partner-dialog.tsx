import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Partner, PartnerSpec } from '../../../shared/contract/partners.ts';
import { specOfPartner } from '../../../shared/domain/partners.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldFrame, type FieldFinding } from '../../ui/field.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ALGORITHMS, algorithmName, IdsField } from '../keys/index.ts';
import { ContactFields } from './contact-fields.tsx';
import { chipFindings, formOfPartner, type PartnerForm, specOfForm } from './partner-form.ts';
import { plain, toFieldFinding } from './partner-words.ts';

const CHECK_MS = 250;

const Checks = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(20)}` });

interface PartnerDialogProps {
  /** The one that is changed; absent: a new one. */
  readonly partner?: Partner;
  readonly onClose: () => void;
  readonly onSaved: (partner: Partner) => void;
}

/** What is stated of a partner. Core judges it while it is typed, by the rules that it stores it by. */
export function PartnerDialog({ partner: opened, onClose, onSaved }: PartnerDialogProps): ReactNode {
  const t = useT();
  // As it was when it was opened: what somebody else changes meanwhile must not be overwritten unseen.
  const [partner] = useState(opened);
  const before = partner === undefined ? undefined : specOfPartner(partner);
  const [form, setForm] = useState<PartnerForm>(() => formOfPartner(before));
  const change = (part: Partial<PartnerForm>): void => setForm((now) => ({ ...now, ...part }));
  const spec = specOfForm(form, before);
  const settled = useSettled(JSON.stringify(spec ?? null), CHECK_MS);
  const checked = useCoreQuery(
    ['partners', 'authorities'],
    ['partners.check', settled, partner?.partnerId],
    (core) => {
      const asked = JSON.parse(settled) as PartnerSpec; // made two lines above
      return core.partners.check({
        spec: asked,
        ...(partner === undefined ? {} : { partnerId: partner.partnerId }),
      });
    },
    { enabled: settled !== 'null' },
  );
  const authorities = useCoreQuery('authorities', ['authorities.list'], (core) => core.authorities.list({}));
  const save = useCoreAction((core, wish: PartnerSpec) =>
    partner === undefined
      ? core.partners.add({ spec: wish })
      : core.partners.edit({ partnerId: partner.partnerId, version: partner.version, spec: wish }),
  );
  const findings = checked.data?.findings ?? [];
  const at = (fits: (path: string) => boolean): readonly FieldFinding[] =>
    findings.filter(({ path }) => fits(path)).map((finding) => toFieldFinding(t, finding));
  const aboutOthers = findings.filter(
    ({ path, code }) => path.startsWith('ids') && !code.startsWith('PARTY_ID_') && code !== 'PARTNER_WITHOUT_IDS',
  );
  const submit = async (): Promise<void> => {
    if (spec === undefined || spec.name.trim() === '') return;
    const end = await save.run(spec);
    if (end === undefined) return;
    onClose();
    onSaved(end.partner);
  };
  const mayDo = useMayCall(partner === undefined ? 'partners.add' : 'partners.edit');
  const missing =
    mayDo ??
    (spec === undefined
      ? t('partners.maxLifetimeForm')
      : spec.name.trim() === ''
        ? t('partners.finding_PARTNER_NAME_EMPTY')
        : undefined);
  return (
    <Dialog
      open
      width="wide"
      title={plain(t(partner === undefined ? 'partners.add' : 'partners.edit'))}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabled={save.busy} disabledReason={missing}>
            {t(partner === undefined ? 'partners.addIt' : 'partners.saveIt')}
          </Button>
        </>
      }
    >
      <FieldRow>
        <TextField
          label={t('partners.name')}
          required
          autoFocus
          maxLength={200}
          value={form.name}
          findings={form.name === '' ? [] : at((path) => path === 'name')}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={t('partners.platform')}
          maxLength={200}
          value={form.platform}
          findings={at((path) => path === 'platform')}
          onChange={(platform) => change({ platform })}
        />
      </FieldRow>
      <IdsField
        label={t('partners.idsTitle')}
        form={form.claims}
        onChange={(next) => setForm((now) => ({ ...now, claims: next(now.claims) }))}
        findings={chipFindings(form, findings)}
      />
      {aboutOthers.length === 0 ? null : (
        <FieldFrame
          label={t('partners.othersIds')}
          group
          findings={aboutOthers.map((finding) => toFieldFinding(t, finding))}
        >
          {() => null}
        </FieldFrame>
      )}
      <ContactFields contacts={form.contacts} findings={findings} onChange={(contacts) => change({ contacts })} />
      <FieldFrame label={t('partners.algorithms')} group hint={t('partners.algorithmsHint')}>
        {({ labelId }) => (
          <Checks role="group" aria-labelledby={labelId}>
            {ALGORITHMS.map((algorithm) => (
              <CheckField
                key={algorithm}
                label={algorithmName(algorithm)}
                checked={form.algorithms.includes(algorithm)}
                onChange={(isOn) =>
                  change({
                    algorithms: isOn
                      ? [...form.algorithms, algorithm]
                      : form.algorithms.filter((one) => one !== algorithm),
                  })
                }
              />
            ))}
          </Checks>
        )}
      </FieldFrame>
      <TextField
        label={t('partners.maxLifetime')}
        hint={t('partners.maxLifetimeHint')}
        maxLength={4}
        value={form.maxLifetimeDays}
        findings={spec === undefined ? [{ verdict: 'fail', text: t('partners.maxLifetimeForm') }] : []}
        onChange={(maxLifetimeDays) => change({ maxLifetimeDays })}
      />
      <TextField
        label={t('partners.names')}
        hint={t('partners.namesHint')}
        lines={3}
        mono
        maxLength={20_000}
        value={form.names}
        findings={at((path) => path.startsWith('allowedNames'))}
        onChange={(names) => change({ names })}
      />
      <FieldFrame
        label={t('partners.authorities')}
        group
        hint={t('partners.authoritiesHint')}
        findings={at((path) => path.startsWith('authorities'))}
      >
        {({ labelId }) => (
          <Checks role="group" aria-labelledby={labelId}>
            {authorities.data?.authorities.length === 0 ? t('partners.noAuthorities') : null}
            {(authorities.data?.authorities ?? []).map(({ authorityId, name }) => (
              <CheckField
                key={authorityId}
                label={name}
                checked={form.authorityIds.includes(authorityId)}
                onChange={(isOn) =>
                  change({
                    authorityIds: isOn
                      ? [...form.authorityIds, authorityId]
                      : form.authorityIds.filter((one) => one !== authorityId),
                  })
                }
              />
            ))}
          </Checks>
        )}
      </FieldFrame>
      <TextField
        label={t('partners.notes')}
        lines={3}
        maxLength={4000}
        value={form.notes}
        findings={at((path) => path === 'notes')}
        onChange={(notes) => change({ notes })}
      />
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
