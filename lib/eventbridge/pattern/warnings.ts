import { isJsonObject, type Json } from "../json";
import { type Condition, type Rule, readPattern } from "./rules";
import {
  type FieldReadTogether,
  fieldsReadTogether,
  MAX_WILDCARD_COMPLEXITY,
  wildcardComplexity,
} from "./wildcard-complexity";

const HOW_SURE = "AWS's open-source rule engine does so; whether EventBridge does has not been observed.";

/**
 * What EventBridge may read otherwise than `compilePattern`: its documentation is silent, and AWS's open-source rule
 * engine, https://github.com/aws/event-ruler, has limits and faults of its own. Empty for a pattern with problems.
 */
export function patternWarnings(pattern: string | Json): string[] {
  const { rules } = readPattern(pattern);
  const fields = fieldsReadTogether(rules);
  const warnings = [
    ...fields.filter(isTooComplexWithBranches).map(tooComplex),
    ...fields.filter(hasWildcardBesideIgnoredCase).map(matchesTooMuch),
    ...lostValues(rules).map(mayBeLost),
  ];
  return [...new Set(warnings)];
}

/** A wildcard counts again for each branch of `$or` that has the same fields before it. */
function isTooComplexWithBranches(field: FieldReadTogether): boolean {
  return field.conditions.length > 1 && wildcardComplexity(field, true) > MAX_WILDCARD_COMPLEXITY;
}

function tooComplex({ path, conditions }: FieldReadTogether): string {
  return `${path}: EventBridge may refuse these wildcards as too complex, since they count again for each of ${conditions.length} combinations of $or branches. ${HOW_SURE} Use exact values, 'prefix' or 'suffix', or one '*' at the end, or split the pattern into several rules.`;
}

/** The engine then matches strings that neither accepts. */
function hasWildcardBesideIgnoredCase({ conditions }: FieldReadTogether): boolean {
  const operators = conditions.flatMap(({ expected }) =>
    expected.flatMap((one) => (isJsonObject(one) ? Object.keys(one) : [])),
  );
  return operators.includes("wildcard") && operators.includes("equals-ignore-case");
}

function matchesTooMuch({ path }: FieldReadTogether): string {
  return `${path}: EventBridge may match other values too, since 'equals-ignore-case' stands beside 'wildcard'. ${HOW_SURE} Write the value in each case that occurs, or split the pattern into two rules.`;
}

interface LostValues {
  readonly path: string;
  readonly values: readonly string[];
}

/**
 * What is lost with the branches of `$or` that the engine drops: those that have the same fields as an earlier one and
 * share a value with it in every field.
 */
function lostValues(rules: readonly Rule[]): LostValues[] {
  const known = new Map<Condition, ReadonlySet<string>>();
  const valuesOf = (condition: Condition) => {
    const values = known.get(condition) ?? new Set(condition.expected.map((one) => JSON.stringify(one)));
    known.set(condition, values);
    return values;
  };
  const notIn = (earlier: Condition, later: Condition) =>
    earlier === later ? [] : [...valuesOf(later)].filter((value) => !valuesOf(earlier).has(value));
  const sharesValue = (earlier: Condition, later: Condition | undefined) =>
    earlier === later || (later !== undefined && notIn(earlier, later).length < valuesOf(later).size);

  const keptByFields = new Map<string, Rule[]>();
  const lost: LostValues[] = [];
  for (const rule of rules) {
    const fields = JSON.stringify(rule.inPathOrder.map(({ path }) => path));
    const kept = keptByFields.get(fields) ?? [];
    keptByFields.set(fields, kept);
    const earlier = kept.find((one) =>
      one.inPathOrder.every((condition, index) => sharesValue(condition, rule.inPathOrder[index])),
    );
    if (earlier === undefined) kept.push(rule);
    for (const [index, condition] of earlier?.inPathOrder.entries() ?? []) {
      const later = rule.inPathOrder[index];
      const values = later ? notIn(condition, later) : [];
      if (values.length > 0) lost.push({ path: condition.path, values });
    }
  }
  return lost;
}

function mayBeLost({ path, values }: LostValues): string {
  return `${path}: EventBridge may never match ${values.join(", ")}, since an earlier branch of $or has the same fields and shares a value with this one in every field. ${HOW_SURE} Name each value in one branch only, or make one branch of both.`;
}
