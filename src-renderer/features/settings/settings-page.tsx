import { useMemo, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { replaceParams, useRoute } from '../../platform/route.ts';
import type { IconName } from '../../ui/icon.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { MasterDetail } from '../../ui/master-detail.tsx';
import { AboutSection } from './about-section.tsx';
import { LookSection } from './look-section.tsx';
import { OidSection } from './oid-section.tsx';
import { SecuritySection } from './security-section.tsx';
import { SECTIONS, type SectionId } from './settings-sections.ts';
import { VaultSection } from './vault-section.tsx';
import { WorkspaceSection } from './workspace-section.tsx';

const LOOKS: Readonly<
  Record<SectionId, { readonly title: PlainKey; readonly text: PlainKey; readonly icon: IconName }>
> = {
  look: { title: 'settings.look', text: 'settings.lookText', icon: 'monitor' },
  security: { title: 'settings.security', text: 'settings.securityText', icon: 'shield' },
  vault: { title: 'settings.vault', text: 'settings.vaultText', icon: 'lock' },
  oids: { title: 'settings.oids', text: 'settings.oidsText', icon: 'list' },
  workspace: { title: 'settings.workspace', text: 'settings.workspaceText', icon: 'folder' },
  about: { title: 'settings.about', text: 'settings.aboutText', icon: 'info' },
};

/** Settings: how this window looks is its user's; the rest holds for everybody who works in the workspace. */
export function SettingsPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const section = SECTIONS.find((id) => id === params['id']) ?? 'look';
  const items = useMemo(
    () =>
      SECTIONS.map((id): ListItem => {
        const { title, text, icon } = LOOKS[id];
        return { key: id, title: t(title), text: t(text), icon };
      }),
    [t],
  );
  return (
    <MasterDetail
      memoryKey="settings"
      detailLabel={t('settings.detailLabel', { section: t(LOOKS[section].title) })}
      list={
        <ItemList
          label={t('settings.title')}
          items={items}
          activeKey={section}
          onActive={(id) => {
            const next = SECTIONS.find((known) => known === id);
            if (next !== undefined) replaceParams({ id: next, name: t(LOOKS[next].title) });
          }}
          empty={null}
        />
      }
      detail={<Detail section={section} />}
    />
  );
}

function Detail({ section }: { readonly section: SectionId }): ReactNode {
  switch (section) {
    case 'look':
      return <LookSection />;
    case 'security':
      return <SecuritySection />;
    case 'vault':
      return <VaultSection />;
    case 'oids':
      return <OidSection />;
    case 'workspace':
      return <WorkspaceSection />;
    case 'about':
      return <AboutSection />;
  }
}
