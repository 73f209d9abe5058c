/** Texts that depend on a number; the form is chosen by Intl.PluralRules over `{count}`. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}
export type Text = string | Plural;
export type Texts = Readonly<Record<string, Text>>;

/** A translation has every key of the original, and a plural where the original has one. */
export type Translation<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : Plural };

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** Names of the values that a text asks for: `{name}` in braces. */
export type ValueNames<T extends Text> = T extends string
  ? Names<T>
  : T extends Plural
    ? 'count' | Names<T['other']>
    : never;
