import type { InputTransformer } from "../eventbridge/input-transformer";

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = { type: "section", text: mrkdwn(":warning: `<serviceName>` の ECS タスクが停止しました。 :warning:") };
const fields = {
  type: "section",
  fields: [
    mrkdwn("*AWSアカウント:*\n`<account>`"),
    mrkdwn("*リージョン:*\n`<region>`"),
    mrkdwn("*アベイラビリティゾーン:*\n`<availabilityZone>`"),
    mrkdwn("*停止コード:*\n`<stopCode>`"),
    mrkdwn("*停止日時:*\n`<stoppedAt>`"),
    mrkdwn("*停止理由:*\n`<stoppedReason>`"),
  ],
};

/**
 * The message of the hand-written configuration: one section with the service and one with six fields, in Japanese. Free
 * text stands inside quoted strings here, so whether a stopped reason with quotes arrives depends on EventBridge.
 */
export const ORIGINAL_MESSAGE: InputTransformer = {
  inputPaths: {
    account: "$.account",
    region: "$.region",
    availabilityZone: "$.detail.availabilityZone",
    stopCode: "$.detail.stopCode",
    stoppedAt: "$.detail.stoppedAt",
    stoppedReason: "$.detail.stoppedReason",
    serviceName: "$.detail.group",
  },
  inputTemplate: JSON.stringify({ attachments: [{ blocks: [section, fields] }] }, undefined, 2),
};
