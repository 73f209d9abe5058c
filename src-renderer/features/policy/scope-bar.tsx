import type { ReactNode } from 'react';
import { policyDocument, scopeOfDocument, type PolicyScope } from '../../../shared/domain/documents.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { SelectField } from '../../ui/choice-fields.tsx';
import { BarField } from '../lists/filter-bar.tsx';

const KINDS = ['workspace', 'authority', 'partner'] as const;
/** So many can be chosen from here; every other has the policy of its page. */
const MOST = 500;

/** Whose policy it is. */
export function ScopeFields({ document }: { readonly document: string }): ReactNode {
  const t = useT();
  const scope = scopeOfDocument(document) ?? { kind: 'workspace' };
  const authorities = useCoreQuery('authorities', ['authorities.list'], (core) => core.authorities.list({}));
  const partners = useCoreQuery('partners', ['partners.list', 'policy'], (core) =>
    core.partners.list({ offset: 0, limit: MOST, archived: 'no', unconfirmed: false, sort: 'name', descending: false }),
  );
  const ofAuthorities = (authorities.data?.authorities ?? []).map(({ authorityId, name }) => ({
    id: authorityId,
    name,
  }));
  const ofPartners = (partners.data?.rows ?? []).map(({ partnerId, name }) => ({ id: partnerId, name }));
  const [authority] = ofAuthorities;
  const [partner] = ofPartners;
  const go = (next: PolicyScope): void => navigate('policy', { document: policyDocument(next) });
  const choose = (kind: PolicyScope['kind']): void => {
    if (kind === 'authority' && authority !== undefined) go({ kind, authorityId: authority.id });
    else if (kind === 'partner' && partner !== undefined) go({ kind, partnerId: partner.id });
    else if (kind === 'workspace') go({ kind });
  };
  const one = (label: string, id: string, rows: readonly { readonly id: string; readonly name: string }[]) => (
    <BarField word={label}>
      <SelectField
        label={label}
        value={id}
        choices={[...rows, ...(rows.some((row) => row.id === id) ? [] : [{ id, name: id }])].map((row) => ({
          value: row.id,
          label: revealUnsafeCharacters(row.name),
        }))}
        onChange={(chosen) =>
          go(
            scope.kind === 'authority'
              ? { kind: 'authority', authorityId: chosen }
              : { kind: 'partner', partnerId: chosen },
          )
        }
      />
    </BarField>
  );
  const isThere = { workspace: true, authority: authority !== undefined, partner: partner !== undefined };
  return (
    <>
      <BarField word={t('policies.of')}>
        <SelectField
          label={t('policies.of')}
          value={scope.kind}
          choices={KINDS.map((kind) => ({
            value: kind,
            label: t(`policies.of_${kind}`),
            disabled: !isThere[kind] && kind !== scope.kind,
          }))}
          onChange={choose}
        />
      </BarField>
      {scope.kind === 'authority' ? one(t('policies.authority'), scope.authorityId, ofAuthorities) : null}
      {scope.kind === 'partner' ? one(t('policies.partner'), scope.partnerId, ofPartners) : null}
    </>
  );
}
