import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { startCore } from '../../core/core.ts';
import { readWorkspaceInfo } from '../../core/store/workspace-folder.ts';
import type { CommandAnswer, CommandFault } from '../command.ts';
