import type { InputTransformer } from "../eventbridge/input-transformer";

/**
 * The message of the hand-written configuration: one section with the service and one with six fields, in Japanese. Free
 * text stands inside quoted strings here, so whether a stopped reason with quotes arrives depends on EventBridge.
 */
export function originalMessage(): InputTransformer {
  return {
    inputPaths: {
      account: "$.account",
      region: "$.region",
      availabilityZone: "$.detail.availabilityZone",
      stopCode: "$.detail.stopCode",
      stoppedAt: "$.detail.stoppedAt",
      stoppedReason: "$.detail.stoppedReason",
      serviceName: "$.detail.group",
    },
    inputTemplate: JSON.stringify(payload(), undefined, 2),
  };
}

function payload() {
  return {
    attachments: [
      {
        blocks: [
          { type: "section", text: mrkdwn(":warning: `<serviceName>` の ECS タスクが停止しました。 :warning:") },
          {
            type: "section",
            fields: [
              mrkdwn("*AWSアカウント:*\n`<account>`"),
              mrkdwn("*リージョン:*\n`<region>`"),
              mrkdwn("*アベイラビリティゾーン:*\n`<availabilityZone>`"),
              mrkdwn("*停止コード:*\n`<stopCode>`"),
              mrkdwn("*停止日時:*\n`<stoppedAt>`"),
              mrkdwn("*停止理由:*\n`<stoppedReason>`"),
            ],
          },
        ],
      },
    ],
  };
}

function mrkdwn(text: string) {
  return { type: "mrkdwn", text };
}
