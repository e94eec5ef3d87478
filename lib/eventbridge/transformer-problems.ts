import { inputPathProblem, MAX_INPUT_PATH_LENGTH } from "./input-paths";
import { fillTemplate, isJsonTemplate, placeholders, syntaxProblem } from "./input-template";
import { type InputTransformer, isKnownName } from "./input-transformer";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html; Terraform counts bytes. */
export const MAX_TEMPLATE_BYTES = 8192;
const MAX_PATHS = 100;
const MAX_NAME = 256;

const INPUT_PATH_NAME = /^[A-Za-z0-9_-]+$/;
const WHOLE_EVENT = ["aws.events.event", "aws.events.event.json"];

/**
 * Why PutTargets would refuse an input transformer; empty if it is accepted, which does not promise a valid body.
 * Without input paths EventBridge accepts an unknown placeholder and sends it as it is written.
 */
export function transformerProblems(transformer: InputTransformer): string[] {
  return [...inputPathsProblems(transformer.inputPaths), ...templateProblems(transformer)];
}

function inputPathsProblems(paths: InputTransformer["inputPaths"]): string[] {
  const count = Object.keys(paths).length;
  if (count > MAX_PATHS)
    return [`'inputPaths' must have at most ${MAX_PATHS} entries (EventBridge's limit), got ${count}.`];
  return Object.entries(paths).flatMap(([name, path]) => {
    if (name.length > MAX_NAME)
      return [`'inputPaths' has a name of ${name.length} characters, which must be at most ${MAX_NAME}: shorten it.`];
    const problems: string[] = [];
    if (!INPUT_PATH_NAME.test(name))
      problems.push(`'inputPaths' has the name '${name}': use one or more letters, digits, '-' and '_'.`);
    const problem = inputPathProblem(path);
    const given = path.length > MAX_INPUT_PATH_LENGTH ? "" : `is '${path}', which `;
    if (problem !== undefined) problems.push(`'inputPaths.${name}' ${given}${problem}.`);
    return problems;
  });
}

/** A template that is too long is not looked into. */
function templateProblems(transformer: InputTransformer): string[] {
  const { inputTemplate: template, inputPaths } = transformer;
  if (template === "") return ["'inputTemplate' must not be empty: write a JSON object, or lines in double quotes."];
  const bytes = Buffer.byteLength(template);
  if (bytes > MAX_TEMPLATE_BYTES)
    return [
      `'inputTemplate' must be at most ${MAX_TEMPLATE_BYTES} bytes (EventBridge's limit), got ${bytes}: shorten it.`,
    ];
  const inJson = isJsonTemplate(template);
  const problems = new Set<string>();
  for (const { name, position, isInKey } of placeholders(template)) {
    const report = (why: string) => problems.add(`'inputTemplate' has <${name}>, which ${why}`);
    if (!isKnownName(transformer, name) && Object.keys(inputPaths).length > 0)
      report("'inputPaths' lacks: add its path, or write '<' as '\\u003c' if it is text.");
    if (isInKey) report("must not be in an object's key: write out the key.");
    if (WHOLE_EVENT.includes(name) && !(inJson && position === "bare"))
      report("must be outside of quotes in a template that begins with '{': move it.");
  }
  const filled = fillTemplate(template, ({ position }) => (position === "bare" ? "null" : "text"));
  const syntax = syntaxProblem(filled, inJson);
  if (syntax !== undefined) problems.add(`'inputTemplate' must be JSON, or lines in double quotes: ${syntax}.`);
  return [...problems];
}
