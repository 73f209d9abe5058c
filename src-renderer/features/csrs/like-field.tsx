import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { SelectField } from '../../ui/choice-fields.tsx';
import { utcDay } from '../../ui/format/date-text.ts';
import { BarField } from '../lists/filter-bar.tsx';

const MOST = 30;

interface LikeFieldProps {
  readonly groupRef: string;
  readonly like: string | undefined;
  readonly onLike: (csrId: string | undefined) => void;
}

/** What the fields begin as: the group's defaults, or an earlier CSR of the group. */
export function LikeField({ groupRef, like, onLike }: LikeFieldProps): ReactNode {
  const t = useT();
  const rows = useCoreQuery('csrs', ['csrs.ofGroup', groupRef], (core) =>
    core.csrs.list({ offset: 0, limit: MOST, groupRef, sort: 'createdAt', descending: true }),
  ).data?.rows;
  if (rows === undefined || rows.length === 0) return null;
  return (
    <BarField word={t('csrs.beginsAs')}>
      <SelectField
        label={t('csrs.beginsAs')}
        value={like ?? ''}
        choices={[
          { value: '', label: t('csrs.beginsDefaults') },
          ...rows.map((row) => ({
            value: row.csrId,
            label: t('csrs.beginsLike', { number: row.generation, day: utcDay(new Date(row.createdAt)) }),
          })),
        ]}
        onChange={(csrId) => onLike(csrId === '' ? undefined : csrId)}
      />
    </BarField>
  );
}
