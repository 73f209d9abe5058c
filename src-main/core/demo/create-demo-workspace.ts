import type { Result } from '../../../shared/util/result.ts';
import { type Core, type CoreOptions, startCore } from '../core.ts';
import type { WorkspaceFault } from '../store/workspace-fault.ts';

/**
 * Makes a workspace of the kind `demo` at an empty place, fills it, and answers with its running core, which the caller
 * closes. Where a workspace lies already it is opened as it is: nothing is ever mixed into it.
 */
export async function createDemoWorkspace(
  path: string,
  options: Omit<CoreOptions, 'workspacePath' | 'create'>,
): Promise<Result<Core, WorkspaceFault>> {
  const started = await startCore({ ...options, workspacePath: path, create: { kind: 'demo', name: 'Demo' } });
  if (started.ok) await started.value.demoFilled;
  return started;
}
