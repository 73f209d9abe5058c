import type { Command } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';

/** There on every page. */
export const auditCommands: readonly Command[] = [
  {
    id: 'audit.verify',
    title: (t) => t('audit.verify'),
    icon: 'shield-check',
    scope: 'global',
    run: () => navigate('audit', { verify: 'yes' }),
  },
];
