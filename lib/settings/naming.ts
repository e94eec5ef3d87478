import { checkName, NAME_RULES, type NameRule } from "../aws/names";
import { quotedList, type Report } from "../problems/problem";

/** The key whose alert and webhook have the names and addresses of the original configuration. */
export const MAIN = "main";

const DEFAULT_PREFIX = "demo";
/** Keys become part of Terraform addresses and AWS names, which both accept these characters. */
const KEY = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Makes the names of resources, each from its own setting or from `namePrefix`, and checks them. */
export class Naming {
  private readonly isPrefixValid: boolean;

  constructor(
    private readonly report: Report,
    private readonly prefix = DEFAULT_PREFIX,
  ) {
    const { pattern, allowed } = NAME_RULES.rule;
    this.isPrefixValid = pattern.test(prefix);
    if (!this.isPrefixValid)
      report(
        "namePrefix",
        `must be one or more ${allowed} (AWS's rule for names), got ${JSON.stringify(prefix)}: remove the others, or omit it for '${DEFAULT_PREFIX}'.`,
      );
  }

  prefixed(suffix: string): string {
    return `${this.prefix}-${suffix}`;
  }

  /** @param own the value of `setting`, undefined if it is not set */
  name(rule: NameRule, setting: string, own: string | undefined, suffix: string): string {
    const name = own ?? this.prefixed(suffix);
    if (own !== undefined) checkName(this.report, setting, name, rule);
    else if (this.isPrefixValid) checkName(this.report, "namePrefix", name, rule);
    return name;
  }

  /**
   * The names of alerts or webhooks by key. A key that makes the name of `main` is refused even if there is no `main`: if
   * it was renamed to that key, Terraform would create the new resource and then delete it by its name.
   * @param setting `alerts` or `webhooks`
   * @param mainSuffix what the name of `main` ends with
   */
  names(
    rule: NameRule,
    setting: string,
    entries: Readonly<Record<string, { readonly name?: string }>>,
    mainSuffix: string,
  ): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const [key, { name: own }] of byKey(entries)) {
      const isKey = KEY.test(key);
      if (!isKey)
        this.report(
          setting,
          `has the key ${JSON.stringify(key)}, which must be a letter followed by letters, digits, '-' and '_' (it becomes part of Terraform addresses and AWS names): rename it.`,
        );
      if (key === mainSuffix && own === undefined)
        this.report(
          setting,
          `has the key '${key}', whose ${rule.resource} would have the name of the key '${MAIN}', '${this.prefixed(key)}': choose another key, or set 'name'.`,
        );
      const suffix = key === MAIN ? mainSuffix : key;
      names.set(key, own ?? this.prefixed(suffix));
      const from = key === MAIN ? "" : `with the key '${key}' of '${setting}' `;
      if (own !== undefined) checkName(this.report, `${setting}.${key}.name`, own, rule);
      else if (isKey && this.isPrefixValid) checkName(this.report, "namePrefix", this.prefixed(suffix), rule, from);
    }
    return names;
  }
}

/** A name, and the key of the alert or webhook that makes it. */
export type Named = readonly [key: string, name: string];

/** Reports keys that make the same name. */
export function reportShared(report: Report, setting: string, what: string, all: readonly Named[]): void {
  for (const name of new Set(all.map(([, name]) => name))) {
    const keys = [...new Set(all.flatMap(([key, made]) => (made === name ? [key] : [])))];
    if (keys.length > 1) report(setting, `gives ${quotedList(keys)} the same ${what} '${name}': rename one.`);
  }
}

/** The entries in the order of their keys, so that the order in the settings changes nothing. */
export function byKey<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
