import type { ReactNode } from 'react';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { useOwnKeys } from './use-own-keys.ts';

interface OwnKeyFieldProps {
  readonly purpose: Extract<KeyPurpose, 'tls-client' | 'tls-server'>;
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (generationId: string) => void;
  readonly none: string;
  /** Keys of software tokens alone where nothing is said. */
  readonly of?: 'software' | 'any';
}

/** Which of our software keys takes part; says so where there is none. */
export function OwnKeyField({ purpose, value, onChange, none, of = 'software' }: OwnKeyFieldProps): ReactNode {
  const t = useT();
  const query = useOwnKeys(purpose, of);
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  const keys = query.data ?? [];
  const hint =
    of === 'any'
      ? t('platforms.ownKeyHint')
      : t(query.data !== undefined && keys.length === 0 ? `tls.noKeys_${purpose}` : 'tls.ownKeyHint');
  // A connection keeps a key that is not certified any more: it must not look as if none were shown.
  const isKept =
    of === 'any' && query.data !== undefined && value !== '' && !keys.some((key) => key.generationId === value);
  return (
    <SelectField
      label={t('tls.ownKey')}
      hint={hint}
      value={isKept || keys.some((key) => key.generationId === value) ? value : ''}
      choices={[
        { value: '', label: none },
        ...keys.map((key) => ({ value: key.generationId, label: key.name })),
        ...(isKept ? [{ value, label: t('platforms.heldKey') }] : []),
      ]}
      onChange={onChange}
    />
  );
}
