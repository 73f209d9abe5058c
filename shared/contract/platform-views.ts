import { z } from 'zod';
import { IdText, IsoDate, Nothing, ShortText } from './common.ts';
import { ListedModule, RowFilter, RowOrder } from './platform-rows.ts';
import type { Procedure } from './wire/contract.ts';

/** A list of synced objects as somebody looked at it: filters, order and columns under a name, for everybody. */
export const DataView = z.strictObject({
  viewId: IdText,
  module: ListedModule,
  name: z.string().trim().min(1).max(80),
  filter: RowFilter,
  order: RowOrder,
  descending: z.boolean(),
  /** As the window calls them; without, the usual ones. */
  columns: z.array(z.string().max(40)).max(60).optional(),
  by: ShortText,
  at: IsoDate,
});
export type DataView = z.infer<typeof DataView>;

export const dataViewCalls = {
  views: {
    about: 'Saved views of the lists of synced objects, by name.',
    role: 'viewer',
    input: z.strictObject({ module: ListedModule.optional() }),
    output: z.strictObject({ views: z.array(DataView).max(200) }),
  },
  saveView: {
    about: 'Saves filters, order and columns of a list under a name; the same name again replaces it.',
    role: 'operator',
    input: DataView.omit({ viewId: true, by: true, at: true }),
    output: z.strictObject({ view: DataView }),
    errors: { VIEWS_FULL: Nothing },
  },
  dropView: {
    about: 'Removes a saved view of a list.',
    role: 'operator',
    input: z.strictObject({ viewId: IdText }),
    output: Nothing,
    errors: { VIEW_NOT_FOUND: Nothing },
  },
} as const satisfies Readonly<Record<string, Procedure>>;
