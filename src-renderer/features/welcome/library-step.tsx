import type { ReactNode } from 'react';
import type { FoundLibrary, ModuleView } from '../../../shared/contract/tokens.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { confirmReason, LibraryLook, libraryState } from '../tokens/library-look.tsx';
import { useLibrary } from '../tokens/use-library.ts';
import { librariesFor } from './key-homes.ts';
import { StepFoot, StepHead } from './welcome-frame.tsx';

interface LibraryStepProps {
  readonly home: 'hardware' | 'softhsm';
  readonly libraries: readonly FoundLibrary[];
  readonly modules: readonly ModuleView[];
  readonly skip: ReactNode;
  readonly note: ReactNode;
  readonly onBack: () => void;
  readonly onLoaded: (moduleId: string) => void;
}

/** Which library is loaded: its path and SHA-256 are confirmed here, once; a changed file is refused later. */
export function LibraryStep(props: LibraryStepProps): ReactNode {
  const t = useT();
  const view = useLibrary();
  const fitting = librariesFor(props.home, props.libraries);
  const chosen = view.library ?? (fitting.length === 1 ? fitting[0] : undefined);
  const loaded = chosen?.state === 'added' ? props.modules.find(({ path }) => path === chosen.path) : undefined;
  const confirm = (): void => {
    if (loaded !== undefined) props.onLoaded(loaded.moduleId);
    else {
      void view.confirm(chosen).then((module) => {
        if (module !== undefined) props.onLoaded(module.moduleId);
      });
    }
  };
  return (
    <>
      <StepHead title={t('welcome.libraryTitle')} text={t('welcome.libraryText')} />
      {fitting.length > 1 ? (
        <RadioCards
          label={t('welcome.libraryTitle')}
          value={chosen?.path}
          onChange={(path) => {
            const library = fitting.find((candidate) => candidate.path === path);
            if (library !== undefined) view.show(library);
          }}
          cards={fitting.map((library) => ({
            value: library.path,
            title: library.name,
            text: <Mono text={library.path} />,
            facts: <StateWord {...libraryState(t, library)} />,
          }))}
        />
      ) : null}
      {chosen === undefined ? (
        fitting.length === 0 ? (
          <EmptyState
            title={t(props.home === 'softhsm' ? 'welcome.softhsmNone' : 'tokens.noneFound')}
            text={t(props.home === 'softhsm' ? 'welcome.installSofthsm' : 'tokens.noneFoundText')}
          />
        ) : null
      ) : (
        <LibraryLook library={chosen} />
      )}
      {view.fault === undefined ? null : <FaultNote fault={view.fault} />}
      {props.note}
      <StepFoot>
        {props.skip}
        <Button icon="arrow-left" onClick={props.onBack}>
          {t('welcome.back')}
        </Button>
        <Button icon="folder-open" onClick={view.pick} disabled={view.busy}>
          {t('tokens.byPath')}
        </Button>
        <Button
          kind="primary"
          disabled={view.busy}
          disabledReason={loaded === undefined ? confirmReason(t, chosen) : undefined}
          onClick={confirm}
        >
          {t(loaded === undefined ? 'tokens.loadLibrary' : 'welcome.goOn')}
        </Button>
      </StepFoot>
    </>
  );
}
