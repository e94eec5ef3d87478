declare const notTogetherWith: unique symbol;

/**
 * Type of a setting that cannot be set beside another one. No value has it; it stands in place of `never` so that the
 * compiler names the other setting. It iterates like an empty list, so that lists of both kinds can be read alike.
 */
export interface NotTogetherWith<Setting extends string> extends Iterable<never> {
  readonly [notTogetherWith]: Setting;
}

/** A setting without the other keys that its alternatives have. `Name` is what the compiler calls it. */
export type Only<Setting, Name extends string, AllKeys extends PropertyKey> = Setting & {
  readonly [Other in Exclude<AllKeys, keyof Setting>]?: NotTogetherWith<Name>;
};
