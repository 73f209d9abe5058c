import { useState } from 'react';
import type { Place } from '../../../shared/contract/place.ts';
import type { FoundLibrary, ModuleView } from '../../../shared/contract/tokens.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';

export interface LibraryInView {
  /** The library that is looked at before it is loaded. */
  readonly library: FoundLibrary | undefined;
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  /** Nothing more to be asked about a path: the person has to choose the file in the dialog of the system. */
  readonly mustPick: boolean;
  readonly show: (library: FoundLibrary) => void;
  /** Looks at a path that core knows already. */
  readonly look: (path: string) => void;
  /** Asks for a file in the system's dialog and looks at it. */
  readonly pick: () => void;
  readonly back: () => void;
  /** Confirms path and SHA-256 as they were shown (of `shown` where nothing was chosen), and loads the library. */
  readonly confirm: (shown?: FoundLibrary) => Promise<ModuleView | undefined>;
}

/** From a library that was found or chosen to one that is loaded: its hash is shown before, and compared again after. */
export function useLibrary(): LibraryInView {
  const [seen, setSeen] = useState<{ readonly library: FoundLibrary; readonly place: Place }>();
  const inspect = useCoreAction((client, place: Place, signal) => client.tokens.inspectLibrary({ place }, { signal }));
  const add = useCoreAction((client, input: { readonly place: Place; readonly sha256: string }, signal) =>
    client.tokens.addModule(input, { signal }),
  );
  const lookAt = async (place: Place): Promise<void> => {
    add.clear();
    const answer = await inspect.run(place);
    if (answer !== undefined) setSeen({ library: answer.library, place });
  };
  const pick = async (): Promise<void> => {
    const picked = await window.shell?.pickPlace('module');
    if (picked !== undefined) await lookAt({ grant: picked.grant });
  };
  return {
    library: seen?.library,
    busy: inspect.busy || add.busy,
    fault: inspect.fault ?? add.fault,
    mustPick: (inspect.fault ?? add.fault)?.code === 'PLACE_REFUSED',
    show: (library) => {
      inspect.clear();
      add.clear();
      setSeen({ library, place: { path: library.path } });
    },
    look: (path) => void lookAt({ path }),
    pick: () => void pick(),
    back: () => {
      inspect.clear();
      add.clear();
      setSeen(undefined);
    },
    confirm: async (shown) => {
      const wanted = seen ?? (shown === undefined ? undefined : { library: shown, place: { path: shown.path } });
      if (wanted?.library.sha256 === undefined) return undefined;
      return (await add.run({ place: wanted.place, sha256: wanted.library.sha256 }))?.module;
    },
  };
}
