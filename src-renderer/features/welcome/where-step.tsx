import type { ReactNode } from 'react';
import type { FoundLibrary, ModuleView } from '../../../shared/contract/tokens.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { libraryState } from '../tokens/library-look.tsx';
import { isForReaders, librariesFor, type KeyHome } from './key-homes.ts';
import { StepFoot, StepHead } from './welcome-frame.tsx';

interface WhereStepProps {
  readonly chosen: KeyHome;
  readonly libraries: readonly FoundLibrary[];
  readonly modules: readonly ModuleView[];
  readonly reading: boolean;
  readonly fault: CoreFault | undefined;
  readonly onChoose: (home: KeyHome) => void;
  readonly note: ReactNode;
  readonly foot: ReactNode;
}

/** Three homes for private keys, what of each is on this computer, and where the workspace lies. */
export function WhereStep(props: WhereStepProps): ReactNode {
  const t = useT();
  const { libraries, reading } = props;
  const hardware = librariesFor('hardware', libraries);
  const softhsm = librariesFor('softhsm', libraries);
  return (
    <>
      <StepHead title={t('welcome.whereTitle')} text={t('welcome.whereText')} />
      <RadioCards
        label={t('welcome.whereTitle')}
        value={props.chosen}
        onChange={props.onChoose}
        cards={[
          {
            value: 'hardware',
            title: t('welcome.hardware'),
            text: t('welcome.hardwareText'),
            icon: 'server',
            facts: <FoundFacts libraries={hardware} reading={reading} none={t('welcome.hardwareNone')} />,
          },
          {
            value: 'softhsm',
            title: t('welcome.softhsm'),
            text: t('welcome.softhsmText'),
            icon: 'cpu',
            facts: <FoundFacts libraries={softhsm} reading={reading} none={t('welcome.softhsmNone')} />,
          },
          {
            value: 'software',
            title: t('tokens.softwareToken'),
            text: t('welcome.softwareText'),
            icon: 'hard-drive',
            facts: (
              <>
                <span>{t('welcome.softwareNeeds')}</span>
                <StateWord verdict="info" word={t('welcome.softwareNote')} />
              </>
            ),
          },
        ]}
      />
      <Section title={t('tokens.foundLabel')} aside={t('welcome.foundAside')} bare>
        <FoundTable {...props} />
      </Section>
      {props.fault === undefined ? null : <FaultNote fault={props.fault} />}
      <Workspace />
      {props.note}
      <StepFoot>{props.foot}</StepFoot>
    </>
  );
}

function FoundFacts(props: {
  readonly libraries: readonly FoundLibrary[];
  readonly reading: boolean;
  readonly none: string;
}): ReactNode {
  const t = useT();
  if (props.reading) return <span>{t('tokens.reading')}</span>;
  if (props.libraries.length === 0) return <StateWord verdict="notApplicable" word={props.none} />;
  return props.libraries.map((library) =>
    library.state === 'new' || library.state === 'added' ? (
      isForReaders(library) ? (
        <StateWord key={library.path} verdict="info" word={t('welcome.needsReader', { name: library.name })} />
      ) : (
        <StateWord key={library.path} verdict="pass" word={t('welcome.isFound', { name: library.name })} />
      )
    ) : (
      <StateWord key={library.path} {...libraryState(t, library)} />
    ),
  );
}

interface FoundRow {
  readonly library: FoundLibrary;
  readonly module: ModuleView | undefined;
}

function FoundTable({ libraries, modules, reading }: WhereStepProps): ReactNode {
  const t = useT();
  const rows = libraries.map((library): FoundRow => ({
    library,
    module: modules.find(({ path }) => path === library.path),
  }));
  return (
    <DataTable
      label={t('tokens.foundLabel')}
      columns={foundColumns(t)}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      rowKey={({ library }) => library.path}
      maxRows={6}
      state={reading ? { kind: 'loading', what: t('tokens.librariesWhat') } : { kind: 'ready' }}
      empty={<EmptyState title={t('tokens.noneFound')} text={t('tokens.noneFoundText')} />}
    />
  );
}

function foundColumns(t: Translate): readonly Column<FoundRow>[] {
  return [
    { id: 'name', header: t('tokens.library'), width: 'minmax(8rem, 1fr)', render: ({ library }) => library.name },
    {
      id: 'version',
      header: t('welcome.version_'),
      width: '5rem',
      render: ({ module }) => module?.library?.version ?? t('welcome.notLoaded'),
    },
    {
      id: 'hash',
      header: t('welcome.hashOfFile'),
      kind: 'mono',
      width: 'minmax(11rem, 1fr)',
      render: ({ library }) => (library.sha256 === undefined ? '–' : <Fingerprint hex={library.sha256} short />),
    },
    {
      id: 'state',
      header: t('tokens.state'),
      kind: 'state',
      width: 'minmax(11rem, 1fr)',
      render: ({ library }) => <StateWord {...libraryState(t, library)} />,
    },
  ];
}

function Workspace(): ReactNode {
  const t = useT();
  const workspace = useCoreQuery('workspace', ['workspace'], (core) => core.workspace.show({})).data?.workspace;
  return (
    <Section title={t('app.workspace')} aside={t('welcome.workspaceAside')}>
      {workspace === undefined ? (
        t('tokens.reading')
      ) : (
        <p>
          <Mono text={workspace.path} copy={t('tokens.path')} />
        </p>
      )}
    </Section>
  );
}
