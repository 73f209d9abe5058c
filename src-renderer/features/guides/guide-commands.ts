import { guideIds } from '../../../shared/domain/guides.ts';
import type { Command } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';

/** Each guide can be begun from everywhere: nobody looks for a page when a card is gone. */
export const guideCommands: readonly Command[] = guideIds.map((guide) => ({
  id: `guides.start.${guide}`,
  title: (t) => t('guides.startNamed', { guide: t(`guides.guide_${guide}`) }),
  words: (t) => t(`guides.when_${guide}`),
  icon: 'list',
  scope: 'global',
  run: () => navigate('guides', { start: guide }),
}));
