import type { Report } from "../problems/problem";
import { TOKEN } from "../terraform/text";

export type Tags = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MAX = { count: 50, key: 128, value: 256 };
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function resolveTags(report: Report, tags: Tags = {}): Tags {
  const entries = Object.entries(tags);
  if (entries.length > MAX.count)
    report("tags", `must be at most ${MAX.count} (AWS's limit), got ${entries.length}: remove some.`);
  for (const [index, [key, value]] of entries.entries()) {
    const has = `has the key ${JSON.stringify(key)}`;
    if (entries.slice(0, index).some(([other]) => other.toLowerCase() === key.toLowerCase()))
      report("tags", `${has} twice except for case (IAM treats those as one): keep one.`);
    if (key === "" || key.length > MAX.key || !TEXT.test(key) || /^aws:/i.test(key))
      report(
        "tags",
        `${has}, which must be 1 to ${MAX.key} letters, digits, spaces and '_.:/=+-@', and not begin with 'aws:' (AWS's rule): rename it.`,
      );
    if (!TOKEN.test(value) && (value.length > MAX.value || !TEXT.test(value)))
      report(
        `tags.${key}`,
        `must be at most ${MAX.value} letters, digits, spaces and '_.:/=+-@' (IAM's rule): change the value.`,
      );
  }
  return tags;
}
