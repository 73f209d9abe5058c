import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { JsonChange, ObjectVersion } from '../../../shared/contract/platform-data.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Mono } from '../../ui/mono.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import type { PagedModule } from './data-columns.tsx';
import { PlainTable } from './tariff-part.tsx';
import { NOW, versionChoices } from './version-choices.ts';

const Which = styled(FieldRow)({ padding: `${rem(8)} 0` });

interface VersionsPartProps {
  readonly module: PagedModule;
  readonly rowId: number;
  readonly receivedAt: string;
  /** Older ones, newest first. */
  readonly versions: readonly ObjectVersion[];
}

/** What changed from one version of an object to another; from the one before to the one that holds at first. */
export function VersionsPart({ module, rowId, receivedAt, versions }: VersionsPartProps): ReactNode {
  const t = useT();
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState(NOW);
  const choices = versionChoices(t, versions, receivedAt);
  const [, before] = choices;
  if (before === undefined) return null;
  // Newest first: a version is compared with one that came after it.
  const place = (value: string | undefined): number => choices.findIndex((one) => one.value === value);
  const older = place(from) > 0 ? place(from) : 1;
  const newer = place(to) >= 0 && place(to) < older ? place(to) : 0;
  return (
    <Section title={t('platformData.versions')} aside={t('platformData.versionCount', { count: choices.length })}>
      <Which>
        <SelectField
          label={t('platformData.fromVersion')}
          value={choices[older]?.value ?? before.value}
          choices={choices.slice(1)}
          onChange={setFrom}
        />
        <SelectField
          label={t('platformData.toVersion')}
          value={choices[newer]?.value ?? NOW}
          choices={choices.slice(0, older)}
          onChange={setTo}
        />
      </Which>
      <Differences
        module={module}
        rowId={rowId}
        receivedAt={receivedAt}
        older={versions[older - 1]?.versionId ?? 0}
        newer={versions[newer - 1]?.versionId}
      />
    </Section>
  );
}

interface DifferencesProps {
  readonly module: PagedModule;
  readonly rowId: number;
  /** Of the version that holds: another one is another difference. */
  readonly receivedAt: string;
  readonly older: number;
  readonly newer: number | undefined;
}

function Differences({ module, rowId, receivedAt, older, newer }: DifferencesProps): ReactNode {
  const t = useT();
  const query = useCoreQuery(
    'platforms',
    ['platformData.difference', module, rowId, older, newer ?? receivedAt],
    (core) => core.platformData.difference({ module, rowId, older, ...(newer === undefined ? {} : { newer }) }),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('platformData.theDifference')} />;
  const { changes, more } = query.data;
  if (changes.length === 0) return <p>{t('platformData.noDifference')}</p>;
  return (
    <>
      <PlainTable>
        <thead>
          <tr>
            <th>{t('platformData.place')}</th>
            <th>{t('platformData.before')}</th>
            <th>{t('platformData.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change, at) => (
            <tr key={at}>
              <td>
                <Mono text={change.path === '' ? t('platformData.theWhole') : change.path} />
              </td>
              <td>
                <Value text={change.before} none={t('platformData.wasAbsent')} />
              </td>
              <td>
                <Value text={change.after} none={t('platformData.isAbsent')} />
                {hidesChange(change) ? <span className="quiet"> {t('platformData.maskedChange')}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {more === 0 ? null : <p>{t('platformData.moreChanges', { count: more })}</p>}
    </>
  );
}

const hidesChange = ({ masked, before, after }: JsonChange): boolean => masked && before === after;

function Value({ text, none }: { readonly text: string | undefined; readonly none: string }): ReactNode {
  if (text === undefined) return <span className="quiet">{none}</span>;
  return <Mono text={text} />;
}
