import type { ComponentType } from 'react';
import { followAppearance, settingsCommands } from '../features/settings/settings-sections.ts';
import { TokensPage } from '../features/tokens/tokens-page.tsx';
import { tokenCommands, tokenSearch } from '../features/tokens/token-search.ts';
import type { PlainKey } from '../locales/translate.ts';
import { auditCommands } from '../features/audit/audit-commands.ts';
import { csrSearch } from '../features/csrs/csr-search.ts';
import { groupCommands, groupSearch } from '../features/keys/group-search.ts';
import { guideCommands } from '../features/guides/guide-commands.ts';
import { operatorCommands } from '../features/operators/operator-state.tsx';
import { partnerCommands, partnerSearch } from '../features/partners/partner-search.ts';
import { platformCommands, platformSearch } from '../features/platforms/platform-search.ts';
import { registerSearch, type Command, type SearchProvider } from '../platform/commands.ts';
import type { IconName } from '../ui/icon-glyphs.ts';
import { DueBadge } from '../features/due/due-badge.tsx';
import { later } from './later.tsx';

export interface Page {
  readonly id: string;
  readonly titleKey: PlainKey;
  readonly icon: IconName;
  /** Reads its parameters with `useRoute()`. */
  readonly component: ComponentType;
  /** Where it stands in the navigation; `hidden` pages are reached by commands only. */
  readonly place: 'keys' | 'issuing' | 'data' | 'foot' | 'hidden';
  /** Beside its name in the navigation. */
  readonly badge?: ComponentType;
  /** Letter after `G`. */
  readonly letter?: string;
  /** Without navigation and bars: the first start. */
  readonly bare?: boolean;
  /** Commands that are there on every page. */
  readonly commands?: readonly Command[];
  /** What of it Ctrl+K finds, on every page. */
  readonly search?: SearchProvider;
}

/** Every page of the window, in the order of the navigation: a feature adds one line here. */
export const pages: readonly Page[] = [
  {
    id: 'tokens',
    titleKey: 'tokens.title',
    icon: 'usb',
    // Where every start ends: in the first bundle, so that nothing has to be fetched after it.
    component: TokensPage,
    place: 'keys',
    letter: 'T',
    commands: tokenCommands,
    search: tokenSearch,
  },
  {
    id: 'keys',
    titleKey: 'keys.title',
    icon: 'key-round',
    component: later(async () => (await import('../features/keys/keys-page.tsx')).KeysPage),
    place: 'keys',
    letter: 'K',
    commands: groupCommands,
    search: groupSearch,
  },
  {
    id: 'csrs',
    titleKey: 'csrs.title',
    icon: 'file-key',
    component: later(async () => (await import('../features/csrs/csrs-page.tsx')).CsrsPage),
    place: 'keys',
    letter: 'C',
    search: csrSearch,
  },
  {
    id: 'requests',
    titleKey: 'requests.title',
    icon: 'inbox',
    component: later(async () => (await import('../features/requests/requests-page.tsx')).RequestsPage),
    place: 'issuing',
    letter: 'R',
  },
  {
    id: 'due',
    titleKey: 'due.title',
    icon: 'timer',
    component: later(async () => (await import('../features/due/due-page.tsx')).DuePage),
    place: 'issuing',
    letter: 'D',
    badge: DueBadge,
  },
  {
    id: 'inspection',
    titleKey: 'inspection.title',
    icon: 'file-search',
    component: later(async () => (await import('../features/inspection/inspection-page.tsx')).InspectionPage),
    place: 'issuing',
    letter: 'I',
  },
  {
    id: 'certificates',
    titleKey: 'certificates.title',
    icon: 'badge-check',
    component: later(async () => (await import('../features/certificates/certificates-page.tsx')).CertificatesPage),
    place: 'issuing',
    letter: 'Z',
  },
  {
    id: 'expiry',
    titleKey: 'due.expiry',
    icon: 'calendar-clock',
    component: later(async () => (await import('../features/due/expiry-page.tsx')).ExpiryPage),
    place: 'issuing',
    letter: 'X',
  },
  {
    id: 'authorities',
    titleKey: 'authorities.title',
    icon: 'landmark',
    component: later(async () => (await import('../features/authorities/authorities-page.tsx')).AuthoritiesPage),
    place: 'issuing',
    letter: 'H',
  },
  {
    id: 'partners',
    titleKey: 'partners.title',
    icon: 'users',
    component: later(async () => (await import('../features/partners/partners-page.tsx')).PartnersPage),
    place: 'issuing',
    letter: 'P',
    commands: partnerCommands,
    search: partnerSearch,
  },
  {
    id: 'policy',
    titleKey: 'policies.title',
    icon: 'shield-check',
    component: later(async () => (await import('../features/policy/policy-page.tsx')).PolicyPage),
    place: 'issuing',
    letter: 'Y',
  },
  {
    id: 'standing',
    titleKey: 'standing.title',
    icon: 'refresh-cw',
    component: later(async () => (await import('../features/standing/standing-page.tsx')).StandingPage),
    place: 'issuing',
    letter: 'B',
  },
  {
    id: 'tls',
    titleKey: 'tls.title',
    icon: 'network',
    component: later(async () => (await import('../features/tls/tls-page.tsx')).TlsPage),
    place: 'issuing',
    letter: 'L',
  },
  {
    id: 'platforms',
    titleKey: 'platforms.title',
    icon: 'plug',
    component: later(async () => (await import('../features/platforms/platforms-page.tsx')).PlatformsPage),
    place: 'data',
    letter: 'N',
    commands: platformCommands,
    search: platformSearch,
  },
  {
    id: 'sessions',
    titleKey: 'platformData.title_sessions',
    icon: 'clock',
    component: later(async () => (await import('../features/platform-data/data-pages.tsx')).SessionsPage),
    place: 'data',
    letter: 'E',
  },
  {
    id: 'cdrs',
    titleKey: 'platformData.title_cdrs',
    icon: 'file-text',
    component: later(async () => (await import('../features/platform-data/data-pages.tsx')).CdrsPage),
    place: 'data',
    letter: 'M',
  },
  {
    id: 'meter',
    titleKey: 'signatures.meterTitle',
    icon: 'signature',
    component: later(async () => (await import('../features/signatures/meter-page.tsx')).MeterPage),
    place: 'data',
    letter: 'J',
  },
  {
    id: 'locations',
    titleKey: 'platformData.title_locations',
    icon: 'ev-charger',
    component: later(async () => (await import('../features/platform-data/data-pages.tsx')).LocationsPage),
    place: 'data',
    letter: 'W',
  },
  {
    id: 'tariffs',
    titleKey: 'platformData.title_tariffs',
    icon: 'columns-3',
    component: later(async () => (await import('../features/platform-data/data-pages.tsx')).TariffsPage),
    place: 'data',
    letter: 'F',
  },
  {
    id: 'driver-tokens',
    titleKey: 'platformData.title_tokens',
    icon: 'credit-card',
    component: later(async () => (await import('../features/platform-data/data-pages.tsx')).DriverTokensPage),
    place: 'data',
    letter: 'V',
  },
  {
    id: 'answers',
    titleKey: 'answers.title',
    icon: 'download',
    component: later(async () => (await import('../features/answers/answer-page.tsx')).AnswerPage),
    place: 'hidden',
  },
  {
    id: 'operators',
    titleKey: 'operators.title',
    icon: 'id-card',
    component: later(async () => (await import('../features/operators/operators-page.tsx')).OperatorsPage),
    place: 'foot',
    letter: 'O',
    commands: operatorCommands,
  },
  {
    id: 'guides',
    titleKey: 'guides.title',
    icon: 'list',
    component: later(async () => (await import('../features/guides/guides-page.tsx')).GuidesPage),
    place: 'foot',
    letter: 'G',
    commands: guideCommands,
  },
  {
    id: 'audit',
    titleKey: 'audit.title',
    icon: 'scroll-text',
    component: later(async () => (await import('../features/audit/audit-page.tsx')).AuditPage),
    place: 'foot',
    letter: 'A',
    commands: auditCommands,
  },
  {
    id: 'settings',
    titleKey: 'settings.title',
    icon: 'settings',
    component: later(async () => (await import('../features/settings/settings-page.tsx')).SettingsPage),
    place: 'foot',
    letter: 'S',
    commands: settingsCommands,
  },
  {
    id: 'welcome',
    titleKey: 'welcome.title',
    icon: 'star',
    component: later(async () => (await import('../features/welcome/welcome-page.tsx')).WelcomePage),
    place: 'hidden',
    bare: true,
  },
  {
    id: 'parts',
    titleKey: 'parts.title',
    icon: 'layers',
    component: later(async () => (await import('../features/parts/parts-page.tsx')).PartsPage),
    place: 'hidden',
  },
];

// Once for the life of the window: a search is there whatever page is shown.
for (const { search } of pages) if (search !== undefined) registerSearch(search);
followAppearance();

/** The page with this id, or the first one: a route may name a page that another version had. */
export function pageOf(id: string): Page {
  const [first] = pages;
  const page = pages.find((candidate) => candidate.id === id) ?? first;
  if (page === undefined) throw new Error('the window has no pages');
  return page;
}
