import { isJsonObject, type Json } from "../json";
import { entry } from "./event-values";
import { type Condition, type Rule, readPattern } from "./rules";
import { type FieldReadTogether, fieldsReadTogether, isTooComplex } from "./wildcard-complexity";

const HOW_SURE = "AWS's open-source rule engine does so, and EventBridge probably too, which nobody has tried.";

/**
 * What EventBridge may read otherwise than `compilePattern`: its documentation is silent, and AWS's open-source rule
 * engine, https://github.com/aws/event-ruler, has limits and faults of its own. Empty for a pattern that it cannot read.
 */
export function patternWarnings(pattern: string | Json): string[] {
  const { rules } = readPattern(pattern);
  return [...new Set([...fieldsReadTogether(rules).flatMap(warningsOfField), ...droppedBranches(rules)])];
}

function warningsOfField(field: FieldReadTogether): string[] {
  const { path, conditions } = field;
  const warnings: string[] = [];
  // A wildcard counts again for each branch of `$or` that has the same fields before it.
  if (isTooComplex(field, "withBranches") && !isTooComplex(field))
    warnings.push(
      `${path}: EventBridge may refuse these wildcards as too complex, since they count again for each of ${conditions.length} combinations of $or branches. ${HOW_SURE} Use exact values, 'prefix' or 'suffix', or one '*' at the end, or split the pattern into several rules.`,
    );
  // The engine then matches strings that neither accepts.
  const operators = conditions.flatMap(({ expected }) => expected.filter(isJsonObject).flatMap(Object.keys));
  if (operators.includes("wildcard") && operators.includes("equals-ignore-case"))
    warnings.push(
      `${path}: EventBridge may match other values too, since 'equals-ignore-case' stands beside 'wildcard'. ${HOW_SURE} Write the value in each case that occurs, or split the pattern into two rules.`,
    );
  return warnings;
}

/**
 * Warnings of the branches of `$or` that the engine drops: those that have the same fields as an earlier one and share a
 * value with it in every field. Nothing is lost if the earlier one has all their values.
 */
function droppedBranches(rules: readonly Rule[]): string[] {
  const keptByFields = new Map<string, Rule[]>();
  return rules.flatMap((rule) => {
    const kept = entry(keptByFields, JSON.stringify(rule.map(({ path }) => path)), () => []);
    const earlier = kept.find((one) =>
      one.every((condition, index) => lostTo(condition, rule[index]).length < (rule[index]?.texts.size ?? 0)),
    );
    if (earlier === undefined) kept.push(rule);
    return (earlier ?? []).flatMap((condition, index) => {
      const lost = lostTo(condition, rule[index]).join(", ");
      const warning = `${condition.path}: EventBridge may never match ${lost}, since an earlier branch of $or has the same fields and shares a value with this one in every field. ${HOW_SURE} Name each value in one branch only, or make one branch of both.`;
      return lost === "" ? [] : [warning];
    });
  });
}

function lostTo(earlier: Condition, later: Condition | undefined): readonly string[] {
  return [...(later?.texts ?? [])].filter((text) => !earlier.texts.has(text));
}
