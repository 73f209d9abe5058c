import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { goBack } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { ComparedTable } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { readRef } from './document-ref.ts';

const Tools = styled('div')({ display: 'flex', gap: rem(16), alignItems: 'center', flexWrap: 'wrap' });

/** Two documents side by side, differences marked. */
export function CompareView({ left, right }: { readonly left: string; readonly right: string }): ReactNode {
  const t = useT();
  const [onlyDifferences, setOnly] = useState(false);
  const sides = { left: readRef(left), right: readRef(right) };
  const query = useCoreQuery(['certificates', 'requests', 'csrs'], ['inspection.compare', left, right], async (core) =>
    sides.left === undefined || sides.right === undefined
      ? { ok: false, error: { code: 'DOCUMENT_NOT_FOUND', data: {} } }
      : core.inspection.compare({ left: sides.left, right: sides.right }),
  );
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'inspection.onlyDifferences',
        title: () => t('inspection.onlyDifferences'),
        icon: 'list-filter',
        keys: 'D',
        scope: 'here',
        run: () => setOnly((before) => !before),
      },
    ],
    [t],
  );
  useCommands(commands);
  const rows = query.data?.rows ?? [];
  const different = rows.filter((row) => !row.same).length;
  return (
    <>
      <PageHead
        title={t('inspection.compared')}
        facts={
          query.data === undefined ? undefined : (
            <VerdictChip
              verdict={different === 0 ? 'pass' : 'info'}
              word={different === 0 ? t('inspection.allSame') : t('inspection.differences', { count: different })}
            />
          )
        }
        actions={<Button onClick={goBack}>{t('inspection.back')}</Button>}
      />
      <PageBody>
        {query.error !== null ? (
          <FaultNote fault={query.error.fault} />
        ) : query.data === undefined ? (
          <LoadingState what={t('inspection.theItems')} />
        ) : (
          <>
            <Tools>
              <CheckField label={t('inspection.onlyDifferences')} checked={onlyDifferences} onChange={setOnly} />
            </Tools>
            <ComparedTable
              label={t('inspection.compared')}
              leftTitle={t('inspection.left')}
              rightTitle={t('inspection.right')}
              rows={onlyDifferences ? rows.filter((row) => !row.same) : rows}
            />
          </>
        )}
      </PageBody>
    </>
  );
}
