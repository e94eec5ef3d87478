import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, vi } from "vitest";
import { type Json, type JsonObject, parseJson } from "../../lib/eventbridge/json";

export interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly rule: string;
  /** By the clock of AWS, in milliseconds; now if there is none. */
  readonly sentAt?: number;
}

/** What AWS has, and what it was asked. */
export class AwsServer {
  account = "123456789012";
  /** Event patterns of the rules by name. */
  readonly rules = new Map<string, JsonObject>();
  readonly disabled = new Set<string>();
  /** Values by `RuleName MetricName`. */
  readonly metrics = new Map<string, number>();
  queue: Message[] | undefined = [];
  readonly hidden = new Set<string>();
  readonly denied = new Set<string>();
  readonly calls: string[] = [];
  entries: readonly Readonly<Record<string, Json>>[] = [];
  refusesEvents = false;
  onCall: (action: string) => void = () => {};

  /** Starts it, as what `AWS_ENDPOINT_URL` names. */
  async start(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const target = String(request.headers["x-amz-target"] ?? new URLSearchParams(body).get("Action"));
        const { status, answer } = this.answer(target.replace(/^.*\./, ""), Object(parseJson(body)));
        const isXml = !request.headers["x-amz-target"];
        response.writeHead(status, { "content-type": isXml ? "text/xml" : "application/x-amz-json-1.0" });
        response.end(isXml ? String(answer) : JSON.stringify(answer));
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "test");
    for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN"]) vi.stubEnv(name, undefined);
    return this;
  }

  private answer(action: string, input: Record<string, Json>): { status: number; answer: unknown } {
    this.calls.push(action);
    this.onCall(action);
    const error = (type: string, message = "No.") => ({ status: 400, answer: { __type: type, message } });
    if (this.denied.has(action))
      return error("AccessDeniedException", `User: x is not authorized to perform: ${action}`);
    const ok = (answer: unknown) => ({ status: 200, answer });
    switch (action) {
      case "GetCallerIdentity":
        return ok(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${this.account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
      case "DescribeRule": {
        const name = String(input.Name);
        const pattern = this.rules.get(name);
        if (!pattern) return error("ResourceNotFoundException");
        return ok({ EventPattern: JSON.stringify(pattern), State: this.disabled.has(name) ? "DISABLED" : "ENABLED" });
      }
      case "PutEvents":
        if (this.refusesEvents)
          return ok({ FailedEntryCount: 1, Entries: [{ ErrorCode: "Busy", ErrorMessage: "Later." }] });
        this.entries = Object(input.Entries);
        return ok({ FailedEntryCount: 0, Entries: this.entries.map((_, index) => ({ EventId: `drill-${index}` })) });
      case "GetMetricData": {
        const queries: {
          Id: string;
          MetricStat: { Metric: { MetricName: string; Dimensions: { Value: string }[] } };
        }[] = Object(input.MetricDataQueries);
        const MetricDataResults = queries.map(({ Id, MetricStat: { Metric } }) => {
          const value = this.metrics.get(`${Metric.Dimensions[0]?.Value} ${Metric.MetricName}`);
          return { Id, Values: value === undefined ? [] : [value] };
        });
        return ok({ MetricDataResults });
      }
      case "GetQueueUrl":
        if (!this.queue) return error("com.amazonaws.sqs#QueueDoesNotExist");
        return ok({ QueueUrl: `${process.env.AWS_ENDPOINT_URL}/queue` });
      case "ReceiveMessage": {
        const visible = this.queue?.filter(({ MessageId }) => !this.hidden.has(MessageId)) ?? [];
        const Messages = visible
          .slice(0, Number(input.MaxNumberOfMessages))
          .map(({ rule, sentAt = Date.now(), ...message }) => ({
            ...message,
            MD5OfBody: createHash("md5").update(message.Body).digest("hex"),
            ReceiptHandle: message.MessageId,
            Attributes: { SentTimestamp: String(sentAt) },
            MessageAttributes: {
              RULE_ARN: { StringValue: `arn:aws:events:us-east-1:123456789012:rule/${rule}`, DataType: "String" },
              ERROR_CODE: { StringValue: "SDK_CLIENT_ERROR", DataType: "String" },
            },
          }));
        for (const { MessageId } of Messages) this.hidden.add(MessageId);
        return ok({ Messages });
      }
      case "DeleteMessage":
        this.queue = this.queue?.filter(({ MessageId }) => MessageId !== input.ReceiptHandle);
        return ok({});
    }
    return error("UnknownOperationException");
  }
}
