import type { InputTransformer } from "../eventbridge/input-transformer";
import { event } from "./event-value";

const FIELDS = [
  ["AWSアカウント", event.account],
  ["リージョン", event.region],
  ["アベイラビリティゾーン", event.availabilityZone],
  ["停止コード", event.stopCode],
  ["停止日時", event.stoppedAt],
  ["停止理由", event.stoppedReason],
] as const;

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const fields = FIELDS.map(([label, { name }]) => mrkdwn(`*${label}:*\n\`<${name}>\``));
const text = mrkdwn(":warning: `<serviceName>` の ECS タスクが停止しました。 :warning:");
const section = (more: object) => ({ type: "section", ...more });

/** Free text stands inside quoted strings, so whether a reason with quotes arrives depends on EventBridge. */
export const ORIGINAL_MESSAGE: InputTransformer = {
  inputPaths: {
    ...Object.fromEntries(FIELDS.map(([, { name, path }]) => [name, path])),
    serviceName: event.group.path,
  },
  inputTemplate: JSON.stringify({ attachments: [{ blocks: [section({ text }), section({ fields })] }] }, undefined, 2),
};
