import type { ReactNode } from 'react';
import { ocpiVersions } from '../../../shared/domain/ocpi-version.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { SegmentedField, SelectField } from '../../ui/choice-fields.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { OwnKeyField } from '../tls/own-key-field.tsx';
import type { ConnectionForm } from './connection-form.ts';

export interface FormPart {
  readonly form: ConnectionForm;
  readonly change: (part: Partial<ConnectionForm>) => void;
}

const MOST_PARTNERS = 500;

/** Who it is and how it is reached: what most connections need, and no more. */
export function ConnectionFields(props: FormPart & { readonly hasToken: boolean }): ReactNode {
  const t = useT();
  const { form, change, hasToken } = props;
  const partners = useCoreQuery('partners', ['platforms.partners'], (core) =>
    core.partners.list({ offset: 0, limit: MOST_PARTNERS, archived: 'no', sort: 'name' }),
  );
  const listed = partners.data?.rows ?? [];
  return (
    <>
      <FieldRow>
        <TextField
          label={t('platforms.name')}
          required
          autoFocus
          maxLength={200}
          value={form.name}
          onChange={(name) => change({ name })}
        />
        <SelectField
          label={t('platforms.partner')}
          value={form.partnerId}
          choices={[
            { value: '', label: t('platforms.noPartner') },
            ...listed.map(({ partnerId, name }) => ({ value: partnerId, label: name })),
            // An archived one is not offered, but what is set is never shown as something else.
            ...(partners.data === undefined ||
            form.partnerId === '' ||
            listed.some(({ partnerId }) => partnerId === form.partnerId)
              ? []
              : [{ value: form.partnerId, label: t('platforms.heldPartner') }]),
          ]}
          onChange={(partnerId) => change({ partnerId })}
        />
      </FieldRow>
      <TextField
        label={t('platforms.versionsUrl')}
        hint={t('platforms.versionsUrlHint')}
        required
        mono
        maxLength={2048}
        placeholder={t('platforms.urlPlaceholder')}
        value={form.versionsUrl}
        onChange={(versionsUrl) => change({ versionsUrl })}
      />
      <SegmentedField
        label={t('platforms.authorization')}
        value={form.withToken ? 'token' : 'none'}
        choices={[
          { value: 'token', label: t('platforms.byToken') },
          { value: 'none', label: t('platforms.openData') },
        ]}
        onChange={(kind) => change({ withToken: kind === 'token' })}
      />
      {form.withToken ? (
        <TextField
          label={t('platforms.token')}
          hint={t(hasToken ? 'platforms.tokenHeldHint' : 'platforms.tokenHint')}
          required={!hasToken}
          mono
          type="password"
          maxLength={512}
          value={form.token}
          onChange={(token) => change({ token })}
        />
      ) : null}
      <OwnKeyField
        purpose="tls-client"
        of="any"
        value={form.generationId}
        onChange={(generationId) => change({ generationId })}
        none={t('platforms.noCertificate')}
      />
      <SelectField
        label={t('platforms.version')}
        value={form.version}
        choices={[
          { value: '', label: t('platforms.highestVersion') },
          ...ocpiVersions.map((value) => ({ value, label: value })),
        ]}
        onChange={(version) => change({ version })}
      />
    </>
  );
}
