import type { GuideId } from '../../../shared/domain/guides.ts';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { MenuEntry } from '../../ui/menu-button.tsx';

type Kind = 'certificate' | 'token' | 'operator' | 'authority';

/** An entry of a menu that begins a guide about what the page shows. */
export function guideEntry(
  t: Translate,
  guide: GuideId,
  about: { readonly kind: Kind; readonly id: string; readonly name: string },
): MenuEntry {
  return {
    label: t('guides.startFrom', { guide: t(`guides.guide_${guide}`) }),
    icon: 'list',
    onSelect: () => navigate('guides', { start: guide, [about.kind]: about.id, name: about.name.slice(0, 200) }),
  };
}
