import type { ListedModule } from '../../../shared/contract/platform-rows.ts';
import { navigate } from '../../platform/route.ts';

/** Pages of the modules, by the module's name. */
export const pageOf: Readonly<Record<ListedModule, string>> = {
  locations: 'locations',
  sessions: 'sessions',
  cdrs: 'cdrs',
  tariffs: 'tariffs',
  tokens: 'driver-tokens',
  tariffassociations: 'tariffs',
};

interface Named {
  readonly module: ListedModule;
  readonly rowId: number;
  readonly id: string;
}

export function openObject({ module, rowId, id }: Named): void {
  navigate(pageOf[module], { row: String(rowId), name: id.slice(0, 60) });
}
