import type { ReactNode } from 'react';
import type { Connection, EndpointView } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { codeText } from './connection-words.ts';

const columnsOf = (t: Translate): readonly Column<EndpointView>[] => [
  {
    id: 'identifier',
    header: t('platforms.module'),
    width: 'minmax(8rem, 0.7fr)',
    render: ({ identifier }) => <SafeText text={identifier} />,
  },
  { id: 'role', header: t('platforms.role'), width: '6.5rem', render: ({ role }) => role ?? '–' },
  { id: 'url', header: 'URL', kind: 'mono', width: 'minmax(14rem, 2fr)', render: ({ url }) => <Mono text={url} /> },
  {
    id: 'notes',
    header: t('platforms.oddities'),
    width: 'minmax(9rem, 1fr)',
    render: ({ notes, override }) => {
      const words = [
        ...(override ? [t('platforms.isOverride')] : []),
        ...notes.map((note) => codeText(t, 'note', note)),
      ];
      return words.length === 0 ? '–' : <StateWord verdict="warn" word={words.join(', ')} />;
    },
  },
];

/** What the platform advertises, with a mark at each oddity; only these are ever asked. */
export function EndpointsPart({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { endpoints } = connection;
  return (
    <Section title={t('platforms.endpoints')} bare>
      <DataTable
        label={t('platforms.endpoints')}
        columns={columnsOf(t)}
        rowCount={endpoints.length}
        rowAt={(index) => endpoints[index]}
        rowKey={({ identifier, role, url }) => `${identifier} ${role ?? ''} ${url}`}
        maxRows={14}
        empty={<EmptyState title={t('platforms.notDiscovered')} text={t('platforms.notDiscoveredText')} />}
      />
    </Section>
  );
}
