import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { ObjectVersion } from '../../../shared/contract/platform-data.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { SelectField } from '../../ui/choice-fields.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import type { PagedModule } from './data-columns.tsx';
import { NOW, versionChoices } from './version-choices.ts';

const Above = styled('div')({ maxWidth: rem(480), paddingBottom: rem(8) });

interface OriginalPartProps {
  readonly module: PagedModule;
  readonly rowId: number;
  readonly receivedAt: string;
  /** Older ones, newest first. */
  readonly versions: readonly ObjectVersion[];
}

/** The JSON of an object as it came, or as it came before. */
export function OriginalPart({ module, rowId, receivedAt, versions }: OriginalPartProps): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState(NOW);
  // The one that was chosen may have gone meanwhile.
  const version = versions.find(({ versionId }) => String(versionId) === chosen);
  const query = useCoreQuery('platforms', ['platformData.original', module, rowId, version?.versionId ?? NOW], (core) =>
    core.platformData.original({
      module,
      rowId,
      ...(version === undefined ? {} : { versionId: version.versionId }),
    }),
  );
  const json = query.data;
  return (
    <Section
      title={t('platformData.original')}
      aside={
        json === undefined ? undefined : (
          <>
            {json.masked === 0 ? null : t('platformData.masked', { count: json.masked })}
            <CopyButton what={t('platformData.copyOriginal')} text={json.text} />
          </>
        )
      }
      bare
    >
      {versions.length === 0 ? null : (
        <Above>
          <SelectField
            label={t('platformData.version')}
            value={version === undefined ? NOW : chosen}
            choices={versionChoices(t, versions, receivedAt)}
            onChange={setChosen}
          />
        </Above>
      )}
      {query.error !== null ? (
        <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
      ) : json === undefined ? (
        <LoadingState what={t('platformData.theJson')} />
      ) : (
        <JsonView label={t('platformData.original')} text={json.text} />
      )}
    </Section>
  );
}
