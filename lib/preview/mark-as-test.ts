import { isJsonObject, type Json, type JsonObject } from "../eventbridge/json";
import { SLACK_LIMITS } from "../slack/blocks";

const TEST = "This is a test of the alert. Nothing has happened.";

/**
 * The message with a mark that it is a test, where a reader sees it first: in its text and above its blocks, since
 * Slack shows blocks instead of the text. Undefined if the body is not a message.
 */
export function markedAsTest(body: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(body)) return undefined;
  const { text, blocks, attachments } = body;
  const marked = { ...body, text: `[TEST] ${typeof text === "string" && text !== "" ? text : TEST}` };
  if (!Array.isArray(blocks) || blocks.length === 0) return marked;
  if (blocks.length < SLACK_LIMITS.blocks) return { ...marked, blocks: [testBlock(), ...blocks] };
  const note = { fallback: TEST, text: `[TEST] ${TEST}` };
  return { ...marked, attachments: [note, ...(Array.isArray(attachments) ? attachments : [])] };
}

function testBlock(): Json {
  return { type: "context", elements: [{ type: "plain_text", text: `[TEST] ${TEST}` }] };
}
