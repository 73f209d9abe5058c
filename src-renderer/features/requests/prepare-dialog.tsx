import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { SanName } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { IdChip, type IdKind } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { purposeWord, readUtcInput, UtcField } from '../keys/index.ts';
import { likeliest } from './likeliest-authority.ts';
import type { RequestDetail } from './use-request.ts';

const Kept = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(20)}` });

interface PrepareDialogProps {
  readonly detail: RequestDetail;
  readonly onClose: () => void;
  readonly onPrepared: () => void;
}

interface Claim {
  readonly key: string;
  readonly kind: IdKind;
  readonly value: string;
}

/** By whom, for what, how long, and what is struck. Building fixes the bytes; nothing is signed by it. */
export function PrepareDialog({ detail, onClose, onPrepared }: PrepareDialogProps): ReactNode {
  const t = useT();
  const { request, item } = detail;
  const list = useCoreQuery('authorities', ['authorities.list'], (core) => core.authorities.list({}));
  const usable = (list.data?.authorities ?? []).filter((row) => row.state === 'active');
  const [chosen, setChosen] = useState<string>();
  const [wanted, setWanted] = useState<KeyPurpose>(request.purpose ?? 'tls-client');
  const partnerId = request.partner?.partnerId ?? '';
  const partner = useCoreQuery(
    'partners',
    ['partners.show', partnerId],
    (core) => core.partners.show({ partnerId }),
    { enabled: partnerId !== '', keepPrevious: false }, // another partner's authorities say nothing
  );
  const serving = new Set(partner.data?.partner.authorityIds);
  const authority = usable.find(({ authorityId }) => authorityId === chosen) ?? likeliest(usable, wanted, serving);
  const purpose = authority?.kinds.includes(wanted) === true ? wanted : (authority?.kinds[0] ?? wanted);
  const [struck, setStruck] = useState<ReadonlySet<string>>(new Set());
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [services, setServices] = useState('');
  const ids: readonly Claim[] = [
    ...request.partyIds.map((value): Claim => ({ key: `party ${value}`, kind: 'party', value })),
    ...request.subCpoIds.map((value): Claim => ({ key: `subCpo ${value}`, kind: 'subCpo', value })),
    ...request.subEmspIds.map((value): Claim => ({ key: `subEmsp ${value}`, kind: 'subEmsp', value })),
  ];
  const names = namesOf(item.csr?.extensions.find(({ name }) => name === 'subjectAltName')?.value ?? '');
  const start = readUtcInput(from);
  const end = readUtcInput(until);
  const prepare = useCoreAction((core, authorityId: string) => {
    const of = (kind: IdKind): string[] =>
      ids.filter((id) => id.kind === kind && struck.has(id.key)).map(({ value }) => value);
    return core.requests.prepare({
      requestId: request.requestId,
      authorityId,
      purpose,
      strike: {
        ids: { partyIds: of('party'), subCpoIds: of('subCpo'), subEmspIds: of('subEmsp') },
        names: names.filter((name) => struck.has(nameKey(name))),
      },
      ...(start.kind === 'time' ? { notBefore: start.iso } : {}),
      ...(end.kind === 'time' ? { notAfter: end.iso } : {}),
      services: purpose === 'identity' ? services.split(/[\s,]+/u).filter((one) => one !== '') : [],
    });
  });
  const missing =
    authority === undefined
      ? t('requests.noAuthority')
      : start.kind === 'wrong' || end.kind === 'wrong'
        ? t('requests.badTime')
        : undefined;
  const submit = async (): Promise<void> => {
    if (authority !== undefined && missing === undefined && (await prepare.run(authority.authorityId)) !== undefined)
      onPrepared();
  };
  const toggle = (key: string): void => {
    const next = new Set(struck);
    if (!next.delete(key)) next.add(key);
    setStruck(next);
  };
  if (list.data !== undefined && usable.length === 0) {
    return (
      <Dialog
        open
        title={t('requests.prepareTitle')}
        onClose={onClose}
        actions={<Button onClick={onClose}>{t('ui.cancel')}</Button>}
      >
        <EmptyState
          title={t('requests.noAuthority')}
          text={t('requests.noAuthorityText')}
          actions={
            <Button kind="primary" onClick={() => navigate('authorities', { new: 'root' })}>
              {t('authorities.newRoot')}
            </Button>
          }
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.prepareTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={prepare.busy ? t('keys.busy') : missing}>
            {t('requests.prepareNow')}
          </Button>
        </>
      }
    >
      <p>{t('requests.prepareText')}</p>
      <FieldRow>
        <SelectField
          label={t('requests.authority')}
          value={authority?.authorityId ?? ''}
          choices={usable.map((row) => ({ value: row.authorityId, label: row.name }))}
          onChange={setChosen}
        />
        <SelectField<KeyPurpose>
          label={t('keys.purpose')}
          value={purpose}
          choices={(authority?.kinds ?? [purpose]).map((value) => ({ value, label: purposeWord(t, value) }))}
          onChange={setWanted}
        />
      </FieldRow>
      <FieldRow>
        <UtcField
          label={t('decoded.validFrom')}
          value={from}
          placeholder={t('requests.asWished')}
          onChange={setFrom}
          findings={[]}
        />
        <UtcField
          label={t('decoded.validUntil')}
          value={until}
          placeholder={t('requests.asWished')}
          onChange={setUntil}
          findings={[]}
        />
      </FieldRow>
      {ids.length + names.length === 0 ? null : (
        <FieldFrame label={t('requests.kept')} hint={t('requests.keptHint')} group>
          {({ labelId }) => (
            <Kept role="group" aria-labelledby={labelId}>
              {ids.map(({ key, kind, value }) => (
                <CheckField
                  key={key}
                  label={<IdChip kind={kind} value={value} showKind />}
                  checked={!struck.has(key)}
                  onChange={() => toggle(key)}
                />
              ))}
              {names.map((name) => (
                <CheckField
                  key={nameKey(name)}
                  label={<SafeText text={`${name.kind}:${name.value}`} />}
                  checked={!struck.has(nameKey(name))}
                  onChange={() => toggle(nameKey(name))}
                />
              ))}
            </Kept>
          )}
        </FieldFrame>
      )}
      {purpose === 'identity' ? (
        <TextField
          label={t('requests.services')}
          hint={t('requests.servicesHint')}
          value={services}
          mono
          onChange={setServices}
        />
      ) : null}
      {prepare.fault === undefined ? null : <FaultNote fault={prepare.fault} />}
    </Dialog>
  );
}

function nameKey({ kind, value }: SanName): string {
  return `${kind}:${value}`;
}

/** The names of a request as core writes them: `dns:a.example, ip:10.0.0.1`. */
function namesOf(text: string): readonly SanName[] {
  return text.split(', ').flatMap((part) => {
    const read = /^(dns|ip|uri|mail):(.+)$/u.exec(part.replace(/^critical, /u, ''));
    const kind = (['dns', 'ip', 'uri', 'mail'] as const).find((one) => one === read?.[1]);
    return kind === undefined ? [] : [{ kind, value: read?.[2] ?? '' }];
  });
}
