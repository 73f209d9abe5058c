import type { z } from 'zod';
import type { hostContract } from '../../../shared/contract/host.ts';

/** What a library says of itself (C_GetInfo). */
export type ModuleInfo = z.output<typeof hostContract.module.open.output>;
