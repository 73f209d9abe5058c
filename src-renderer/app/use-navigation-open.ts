import { setViewSettings, useViewSettings } from '../platform/view-settings.ts';
import { tokens } from '../ui/theme/tokens.ts';
import { useWindowWidth } from '../ui/use-window-size.ts';

/** Whether the navigation is open (by choice, else by width), and the switch. */
export function useNavigationOpen(): readonly [boolean, () => void] {
  const choice = useViewSettings((settings) => settings.navigation);
  const wide = useWindowWidth() >= tokens.breakpoint.navOpen;
  const open = choice === 'auto' ? wide : choice === 'open';
  return [open, () => setViewSettings({ navigation: open ? 'closed' : 'open' })];
}
