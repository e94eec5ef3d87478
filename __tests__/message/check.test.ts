import { describe, expect, it } from "vitest";
import { alarm, event, incident, type PlainValue, text } from "../../lib/message/event-value";
import { refusal, synthesize } from "../synthesized";

const refused = (message: object, stops: object = {}) => refusal({ alerts: { crashes: { message, stops } } } as never);
const taken = (message: object, stops: object = {}) =>
  synthesize({ alerts: { crashes: { message, stops } } } as never).resource.aws_cloudwatch_event_target.crashes;
const section = (text: unknown, type = "plain_text") => ({
  payload: { blocks: [{ type: "section", text: { type, text } }] },
});

describe("a custom template", () => {
  it("is refused with characters that Terraform would change", () => {
    for (const character of ["e\u0301", "か\u3099", "\u212b", "\ud800"])
      expect(
        refusal({ alerts: { main: { message: { inputPaths: {}, inputTemplate: `{"text":"${character}"}` } } } }),
      ).toContain("'alerts.main.message.inputTemplate' has characters that Terraform would change");
  });

  it("is refused beside the settings of another kind of message, even from JavaScript", () => {
    const own = { inputPaths: {}, inputTemplate: "{}" };
    expect(refused({ language: "en", ...own, inputTemplate: undefined })).toContain(
      "'alerts.crashes.message.inputPaths' cannot be set together with 'language'",
    );
    expect(refused({ payload: { text: "x" }, title: "t", fields: ["service"] }).match(/with 'payload'/g)).toHaveLength(
      2,
    );
    expect(refused({ ...own, footer: "f" })).toContain("footer' cannot be set together with 'inputTemplate'");
  });

  it("is refused without input paths, even from JavaScript", () => {
    expect(refused({ inputTemplate: "{}" })).toContain("'alerts.crashes.message.inputPaths' is missing: set it.");
  });
});

describe("a message that Slack or EventBridge would refuse", () => {
  it.each<[string, object, string]>([
    [
      "a title over 150 characters",
      { language: "en", title: "t".repeat(163) },
      "'alerts.crashes.message.title' must be at most 150 characters (Slack's header limit), got 163: shorten it.",
    ],
    ["an empty title", { language: "en", title: " " }, "'alerts.crashes.message.title' must not be empty"],
    [
      "the service in a title where it may be missing",
      { language: "en", title: "{service} stopped" },
      "'alerts.crashes.message.title' has {service}, which some events of the alert may lack",
    ],
    [
      "a misspelt placeholder in a title",
      { language: "en", title: "{servce} stopped" },
      "'alerts.crashes.message.title' has {servce}, which nothing replaces: write {service}",
    ],
    ["an unknown language", { language: "fr" }, "'alerts.crashes.message.language' must be one of en, ja, got \"fr\""],
    [
      "no colour",
      { language: "en", color: "red" },
      "'alerts.crashes.message.color' must be good, warning, danger or a hex colour",
    ],
    ["a colour of three digits", { language: "en", color: "#f00" }, "'alerts.crashes.message.color'"],
    ["a mention by name", { language: "en", mention: ["@alice"] }, "'alerts.crashes.message.mention.0' must be here,"],
    ["no fields", { language: "en", fields: [] }, "'alerts.crashes.message.fields' must not be empty"],
    [
      "an unknown field",
      { language: "en", fields: ["reason"] },
      "'alerts.crashes.message.fields' has \"reason\", which must be one of service,",
    ],
    [
      "eleven containers",
      { language: "en", fields: [{ containers: 11 }] },
      "'alerts.crashes.message.fields.0.containers' must be a whole number from 1 to 10 (Amazon ECS's limit), got 11.",
    ],
    [
      "a field without a label",
      { language: "en", fields: [{ label: "", text: "x" }] },
      "'alerts.crashes.message.fields.0.label' must be a text",
    ],
    [
      "a path that EventBridge refuses",
      { language: "en", fields: [{ label: "x", path: "$.detail['x']" }] },
      "has the path '$.detail['x']', which",
    ],
    [
      "a path to a list",
      { language: "en", fields: [{ label: "x", path: "$.detail.containers[*].name" }] },
      "leads to a list",
    ],
    [
      "a runbook that is no URL",
      { language: "en", links: [{ runbook: "wiki" }] },
      "'alerts.crashes.message.links.0.runbook' must be a URL that begins with",
    ],
    [
      "a service that is no name",
      { language: "en", links: [{ service: "a/b" }] },
      "'alerts.crashes.message.links.0.service' must be 1 to 255 letters",
    ],
    [
      "a log group that is no name",
      { language: "en", links: [{ logGroup: "a b" }] },
      "'alerts.crashes.message.links.0.logGroup' must be 1 to 512 letters",
    ],
    [
      "half a character",
      { language: "en", links: [{ alarm: "\ud800" }] },
      "'alerts.crashes.message.links.0.alarm' must be 1 to 255 printable characters",
    ],
    [
      "an alarm without a name",
      { language: "en", links: [{ alarm: "" }] },
      "'alerts.crashes.message.links.0.alarm' must be 1 to 255 printable characters",
    ],
    [
      "a link without a text",
      { language: "en", links: [{ url: "https://example.com", text: "" }] },
      "'alerts.crashes.message.links.0.text' must be a text that is not empty",
    ],
    [
      "a footer over 300 characters",
      { language: "en", footer: "f".repeat(301) },
      "'alerts.crashes.message.footer' must be 1 to 300 characters (Slack's limit), not only spaces, got \"fff",
    ],
    [
      "two kinds of message at once",
      { language: "en", payload: {} },
      "must have exactly one of 'language', 'payload', 'inputTemplate', got 'language', 'payload'",
    ],
    ["no kind of message", {}, "got none"],
    [
      "an optional value alone where Slack wants a text",
      section(event.stoppedReason),
      "is refused by Slack if values of the event are missing",
    ],
    [
      "texts that long values make too long",
      section(text`${"x".repeat(2900)}${event.taskDefinitionArn}`),
      "is refused by Slack if values of the event are as long as they can be",
    ],
    ["an empty payload", { payload: {} }, "'alerts.crashes.message' makes a message that is never delivered"],
    [
      "free text where Slack reads markup",
      section(event.stoppedReason, "mrkdwn"),
      "'alerts.crashes.message' lets Slack read free text as markup at 'payload.blocks[0].text.text'",
    ],
    ["free text as the message's own text", { payload: { text: event.group } }, "at 'payload.text'"],
    [
      "free text in an attachment that is read as markup",
      { payload: { attachments: [{ title: "x", text: event.group, mrkdwn_in: ["text"] }] } },
      "at 'payload.attachments[0].text'",
    ],
    [
      "free text in a field that is read as markup",
      {
        payload: { attachments: [{ title: "x", fields: [{ title: "y", value: event.group }], mrkdwn_in: ["fields"] }] },
      },
      "at 'payload.attachments[0].fields[0].value'",
    ],
    [
      "a header that is too long whatever the event",
      { payload: { blocks: [{ type: "header", text: { type: "plain_text", text: "t".repeat(151) } }] } },
      "'alerts.crashes.message' makes a message that is never delivered: 'blocks[0].text.text'",
    ],
    [
      "a list inside of quotes",
      { inputPaths: { a: "$.detail.containers[*].name" }, inputTemplate: '{"text":"x <a>"}' },
      "it is not JSON once it is filled",
    ],
    [
      "a template of plain text",
      { inputPaths: { a: "$.account" }, inputTemplate: '"hello <a>"' },
      "it is not an object",
    ],
    [
      "a placeholder where there is no path at all",
      { inputPaths: {}, inputTemplate: '{"text":"<foo>"}' },
      "has <foo>, which has no path",
    ],
    [
      "a path to a list in a list",
      { language: "en", fields: [{ label: "x", path: "$.detail.overrides.containerOverrides[0].command" }] },
      "leads to a list",
    ],
    [
      "a path through a list without an index",
      { language: "en", fields: [{ label: "x", path: "$.detail.containers.reason" }] },
      "finds nothing in the event",
    ],
    [
      "a misspelt path",
      { language: "en", fields: [{ label: "x", path: "$.details.stoppedReason" }] },
      "finds nothing in the events of this alert: check it",
    ],
    [
      "a list in a payload",
      { payload: { attachments: [{ title: "x", text: event.at("$.detail.attachments[0].details") }] } },
      "'attachments[0].text' must be a string, got a list",
    ],
    [
      "a number alone where Slack wants a string",
      { payload: { attachments: [{ title: "x", text: event.at("$.detail.containers[0].exitCode") }] } },
      "'attachments[0].text' must be a string, got a number",
    ],
    [
      "free text in a markdown block",
      { payload: { blocks: [{ type: "markdown", text: event.stoppedReason }] } },
      "as markup at 'payload.blocks[0].text'",
    ],
    [
      "an optional value as an image's alternative text",
      { payload: { blocks: [{ type: "image", image_url: "https://example.com/a.png", alt_text: event.group }] } },
      "'blocks[0].alt_text' must have at least 1 character",
    ],
    [
      "an optional value as a button's URL",
      {
        payload: {
          blocks: [
            {
              type: "actions",
              elements: [{ type: "button", text: { type: "plain_text", text: "Go" }, url: event.startedBy }],
            },
          ],
        },
      },
      "'blocks[0].elements[0].url' must have at least 1 character",
    ],
    [
      "an empty list of elements",
      { payload: { text: "x", blocks: [{ type: "context", elements: [] }] } },
      "'blocks[0].elements' must have at least 1 item",
    ],
    ["a path to an object", { language: "en", fields: [{ label: "x", path: "$.detail" }] }, "leads to an object"],
    ["51 blocks", { payload: { blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) } }, "50"],
    [
      "a placeholder without a path",
      { inputPaths: { a: "$.account" }, inputTemplate: '{"text": "<b>"}' },
      "'alerts.crashes.message' makes a transformer that EventBridge refuses: 'inputTemplate' has <b>",
    ],
    [
      "a placeholder as a key",
      { inputPaths: { a: "$.account" }, inputTemplate: '{<a>: "x", "text": "y"}' },
      "has <a>, which must not be in an object's key",
    ],
    [
      "a raw template with an empty text",
      {
        inputPaths: { a: "$.detail.stoppedReason" },
        inputTemplate: '{"blocks":[{"type":"section","text":{"type":"plain_text","text":<a>}}]}',
      },
      "is refused by Slack if values of the event are missing",
    ],
    [
      "a template of more than 8192 bytes",
      { language: "en", fields: Array.from({ length: 120 }, () => ({ label: "label", text: "text" })) },
      "must be at most 8192 bytes (EventBridge's limit), got",
    ],
    [
      "more than 100 paths",
      {
        inputPaths: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, "$.account"])),
        inputTemplate: '{"text": "<p0>"}',
      },
      "must have at most 100 entries (EventBridge's limit), got 101",
    ],
  ])("is refused: %s", (_what, message, problem) => {
    expect(refused(message)).toContain(problem);
  });

  it("is refused if it assumes that a value is present because an element of a list must have it", () => {
    expect(refused(section(event.at("$.detail.containers.reason")), { causes: ["outOfMemory"] })).toContain(
      "shows '$.detail.containers.reason', which finds nothing in the events of this alert",
    );
  });

  it("is refused if it shows a value that only other events have", () => {
    const shows = (value: PlainValue) => ({ payload: { text: text`x ${value}` } });
    expect(refused(shows(incident.eventName))).toContain("shows '$.detail.eventName', which finds nothing");
    expect(refused(shows(alarm.state))).toContain("shows '$.detail.state.value', which finds nothing");
    const incidents = { kinds: "abnormal" } as const;
    for (const value of [event.taskArn, event.container(1).name])
      expect(refusal({ alerts: { main: { incidents, message: shows(value) } } })).toContain("which finds nothing");
    const list = { payload: { attachments: [{ title: "x", text: event.at("$.detail.tags[0].key") }] } };
    expect(taken(list)).toHaveProperty("input_transformer");
    expect(refusal({ alerts: { main: { incidents, message: list } } })).toContain("which finds nothing");
    for (const value of [incident.serviceArn, event.clusterArn, incident.createdAt])
      expect(synthesize({ alerts: { main: { incidents, message: shows(value) } } })).toHaveProperty("resource");
  });

  it("is refused if it shows a value of a service's event that may be missing, alone where Slack wants a text", () => {
    for (const value of [incident.clusterArn, incident.createdAt])
      expect(
        refusal({ alerts: { main: { incidents: { kinds: "abnormal" }, message: section(value) } } } as never),
      ).toContain("is refused by Slack if values of the event are missing");
  });

  it("is refused if it shows a container that no task has", () => {
    const shows = (number: number) => ({ payload: { text: text`x ${event.container(number).name}` } });
    expect(taken(shows(10))).toHaveProperty("input_transformer");
    for (const number of [11, 99])
      expect(refused(shows(number))).toContain(`shows '$.detail.containers[${number - 1}].name', which finds nothing`);
  });

  it("is refused if a field for a storm leads to an object, and puts a number or boolean into a string", () => {
    const storm = (path: string) => ({
      alerts: {
        main: { storm: { events: 5, minutes: 5, message: { language: "en", fields: [{ label: "x", path }] } } },
      },
    });
    const metric = "$.detail.configuration.metrics[0]";
    for (const path of [`${metric}.metricStat`, `${metric}.metricStat.metric.dimensions`])
      expect(refusal(storm(path) as never)).toContain("leads to an object");
    for (const path of [`${metric}.metricStat.period`, `${metric}.returnData`]) {
      const { main_began } = synthesize(storm(path) as never).resource.aws_cloudwatch_event_target;
      expect(main_began.input_transformer.input_template).toMatch(/"value": "<[^>]+>"/);
    }
  });

  it("is refused for pages of the cluster in an alert for any cluster", () => {
    expect(refused({ language: "en", links: ["stoppedTasks"] }, { cluster: "any" })).toContain(
      'has the link "stoppedTasks", which is a page of the cluster, but the alert is for any cluster',
    );
  });

  it.each([
    { runbook: "https://example.com", text: "Guide" },
    { service: "api", logGroup: "/ecs/api" },
    { url: "https://example.com", text: "More", service: "api" },
    { url: "https://example.com" },
    { text: "More" },
    {},
    "stopedTasks",
  ])("is refused with a single problem for a link that is not of exactly one kind: %j", (link) => {
    expect(refused({ language: "en", links: [link] })).toMatch(
      /have a problem:\n {2}- 'alerts\.crashes\.message\.links' has the link .*, which must be "stoppedTasks" or .*: make a link of each\.\s*$/,
    );
  });

  it("is reported with all its problems at once", () => {
    const message = refused({ language: "en", title: "t".repeat(151), color: "red", mention: ["@bob"], footer: "" });
    expect(message.match(/alerts\.crashes\.message/g)).toHaveLength(4);
  });

  it("is reported with all problems of its payload at once, whatever event each is about", () => {
    const blocks = [
      { type: "markdown", text: event.stoppedReason },
      { type: "image", image_url: "https://example.com/a.png", alt_text: event.group },
      { type: "context", elements: [] },
      { type: "section", text: { type: "plain_text", text: text`${"x".repeat(2900)}${event.taskDefinitionArn}` } },
    ];
    const said = refused({ payload: { blocks } });
    for (const problem of [
      "lets Slack read free text as markup at 'payload.blocks[0].text'",
      "are missing: 'blocks[1].alt_text'",
      "is never delivered: 'blocks[2].elements'",
      "as long as they can be: 'blocks[3].text.text'",
    ])
      expect(said.split(problem)).toHaveLength(2);
  });
});

describe("a field", () => {
  it.each([{}, { label: "x" }, { text: "x" }, { label: "x", text: "y", path: "$.id" }, { label: "x", containers: 1 }])(
    "is refused unless it is of one kind, also from JavaScript: %j",
    (field) => {
      const said = refused({ language: "en", fields: [field] });
      expect(said).toContain(
        `has ${JSON.stringify(field)}: write 'label' with 'text' or 'path', or 'containers' alone.`,
      );
    },
  );
});

describe("a message at the limits", () => {
  it.each<[string, object, object?]>([
    ["a title of 150 characters", { language: "en", title: "t".repeat(150) }],
    ["a footer of 300 characters", { language: "en", footer: "f".repeat(300) }],
    ["ten containers", { language: "en", fields: [{ containers: 10 }] }],
    ["a value that is always there, alone where Slack wants a text", section(event.taskArn)],
    ["a value that the pattern demands, alone where Slack wants a text", section(event.group), { services: ["api"] }],
    [
      "a service in the title where the alert names services",
      { language: "ja", title: "{service}!" },
      { services: ["*"] },
    ],
    [
      "100 paths",
      {
        inputPaths: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}`, "$.account"])),
        inputTemplate: '{"text": "<p0>"}',
      },
    ],
    ["50 blocks", { payload: { blocks: Array.from({ length: 50 }, () => ({ type: "divider" })) } }],
  ])("is accepted: %s", (_what, message, stops) => {
    expect(taken(message, stops)).toHaveProperty("input_transformer");
  });
});
