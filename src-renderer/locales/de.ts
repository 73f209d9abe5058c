import { app } from './de/app.ts';
import { audit } from './de/audit.ts';
import { csrs } from './de/csrs.ts';
import { errors } from './de/errors.ts';
import { keys } from './de/keys.ts';
import { parts } from './de/parts.ts';
import { pin } from './de/pin.ts';
import { settings } from './de/settings.ts';
import { tokens } from './de/tokens.ts';
import { ui } from './de/ui.ts';
import { welcome } from './de/welcome.ts';

/** German. Each area is checked against the English one by its type. */
export const de = { app, audit, csrs, errors, keys, parts, pin, settings, tokens, ui, welcome } as const;
