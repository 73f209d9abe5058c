import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { goBack } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Form, PageBody, Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { useOneCertificate } from '../inspection/index.ts';
import { TokenChoice, TokenWork, usePresentTokens, usePromptState } from '../keys/index.ts';
import { NEW_ISSUING, specOf, type AuthorityForm } from './authority-form.ts';
import { openAuthority } from './authority-words.ts';
import { KindsField } from './kinds-field.tsx';
import { PolicyFields } from './policy-fields.tsx';

/** Takes an authority that exists already: its certificate from a file, its key on a token. */
export function LinkAuthorityPage(): ReactNode {
  const t = useT();
  const tokens = usePresentTokens();
  const [form, setForm] = useState<AuthorityForm>(NEW_ISSUING);
  const change = (part: Partial<AuthorityForm>): void => setForm((before) => ({ ...before, ...part }));
  const [kinds, setKinds] = useState<readonly KeyPurpose[]>(['tls-client']);
  const { chosen: certificate, fields } = useOneCertificate();
  const prompt = usePromptState();
  const token = tokens?.find(({ uri }) => uri === form.tokenUri) ?? tokens?.[0];
  const policy = specOf({ ...form, tokenUri: token?.uri ?? '' })?.policy;
  const link = useCoreAction((core, given: InputSource, signal) =>
    core.authorities.link(
      {
        name: form.name.trim(),
        kinds: [...kinds],
        certificate: given,
        tokenUri: token?.uri ?? '',
        padding: form.pss ? 'pss' : 'pkcs1',
        policy: policy ?? { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
      },
      { signal, onItem: prompt.take },
    ),
  );
  const mayLink = useMayCall('authorities.link');
  const missing =
    mayLink ??
    (form.name.trim() === ''
      ? t('authorities.needsName')
      : certificate === undefined
        ? t('certificates.chooseCertificate')
        : token === undefined
          ? t('keys.noToken')
          : kinds.length === 0
            ? t('authorities.needsKind')
            : policy === undefined
              ? t('authorities.needsNumbers')
              : undefined);
  const submit = async (): Promise<void> => {
    if (missing !== undefined || certificate === undefined || link.busy) return;
    prompt.reset();
    const done = await link.run(certificate);
    if (done === undefined) return;
    showToast(t('authorities.made', { name: done.authority.name }));
    openAuthority(done.authority);
  };
  return (
    <>
      <PageHead
        title={t('authorities.linkTitle')}
        actions={
          <>
            <Button onClick={goBack}>{t('ui.cancel')}</Button>
            <Button kind="primary" disabledReason={link.busy ? t('keys.busy') : missing} onClick={() => void submit()}>
              {t('authorities.linkIt')}
            </Button>
          </>
        }
      />
      <PageBody>
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Prose>{t('authorities.linkAbout')}</Prose>
          {link.fault === undefined ? null : <FaultNote fault={link.fault} />}
          {link.busy ? <TokenWork what={t('authorities.linking')} state={prompt.state} onCancel={link.cancel} /> : null}
          <TextField
            label={t('authorities.name')}
            value={form.name}
            required
            maxLength={200}
            onChange={(name) => change({ name })}
          />
          <KindsField kinds={kinds} onChange={setKinds} />
          <Section title={t('authorities.itsCertificate')} bare>
            {fields}
          </Section>
          <Section title={t('authorities.keyPlace')} bare>
            <TokenChoice
              tokens={tokens}
              value={token?.uri ?? ''}
              onChange={(tokenUri) => change({ tokenUri })}
              disabled={link.busy}
            />
            <CheckField label={t('authorities.pss')} checked={form.pss} onChange={(pss) => change({ pss })} />
          </Section>
          <Section title={t('authorities.limits')} bare>
            <PolicyFields form={form} onChange={change} />
          </Section>
        </Form>
      </PageBody>
    </>
  );
}
