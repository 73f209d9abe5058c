import { acrossObjects } from './across-objects.ts';
import { atTheDoor } from './at-the-door.ts';
import { inAnswers } from './in-answers.ts';
import { inObjects } from './in-objects.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { onTheWire } from './on-the-wire.ts';

const all = { ...atTheDoor, ...inAnswers, ...inObjects, ...acrossObjects, ...onTheWire };

export type MisbehaviourName = keyof typeof all;

/** Everything that the platform can do wrong, by the name of its switch. */
export const misbehaviours: Readonly<Record<MisbehaviourName, Misbehaviour>> = all;

export const misbehaviourNames = Object.keys(all) as readonly MisbehaviourName[]; // its own keys

export function isMisbehaviour(name: string): name is MisbehaviourName {
  return Object.hasOwn(all, name);
}
