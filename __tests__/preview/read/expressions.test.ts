import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/eventbridge/json";
import { argument, NotKnown, type Resolve } from "../../../lib/preview/read/expressions";
import { literal } from "../../../lib/terraform/text";

const CLUSTER = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/demo";

const resolve: Resolve = (path) => (path.join(".") === "var.cluster_arn" ? CLUSTER : new NotKnown(path.join(".")));

function value(of: Json): Json | NotKnown {
  return argument(of)(resolve);
}

describe("a string of cdk.tf.json", () => {
  it("is the text that it holds, where that has no expression", () => {
    expect(value('{"source":["aws.ecs"]}')).toBe('{"source":["aws.ecs"]}');
    expect(value("")).toBe("");
    expect(value('$ % { } $$ %% \\n "')).toBe('$ % { } $$ %% \\n "');
  });

  it("has doubled openings for text that looks like an expression, as Terraform reads them", () => {
    expect(value("$${x} %%{y} $$$${z}")).toBe("${x} %{y} $$${z}");
  });

  it("gives any text back that was written for Terraform to take as it stands", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("${", "%{", "$", "%", "{", "}", '"', "\\", "$${"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        expect(value(literal(text))).toBe(text);
      }),
    );
  });

  it("has a variable's value where the variable stands, also amid literal text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(value(`${literal(before)} \${ var.cluster_arn }${literal(after)}`)).toBe(`${before} ${CLUSTER}${after}`);
      }),
    );
  });

  it("that is one expression alone is its value, of any kind", () => {
    expect(value('${split(":", "a:b")}')).toEqual(["a", "b"]);
    expect(value("${true}")).toBe(true);
    expect(value("${-1.5}")).toBe(-1.5);
    expect(value('${[1, null, {a = "b", "c" : 2,},]}')).toEqual([1, null, { a: "b", c: 2 }]);
  });
});

describe("the functions that stacks call", () => {
  it("element and split take a part of an ARN, counting on from the start after the end", () => {
    expect(value('${element(split(":", var.cluster_arn), 3)}')).toBe("cn-north-1");
    expect(value('${element(split("/", var.cluster_arn), 1)}')).toBe("demo");
    expect(value('${element(split("/", var.cluster_arn), 2)}')).toBe("arn:aws-cn:ecs:cn-north-1:123456789012:cluster");
  });

  it("lookup takes what a map has, and else the default", () => {
    const host = (partition: string) =>
      value(`\${lookup({"aws" = "console.aws.amazon.com", "aws-cn" = "console.amazonaws.cn"}, ${partition}, "other")}`);
    expect(host('element(split(":", var.cluster_arn), 1)')).toBe("console.amazonaws.cn");
    expect(host('"aws"')).toBe("console.aws.amazon.com");
    expect(host('"toString"')).toBe("other");
  });

  it("have quoted arguments with escapes and expressions in them", () => {
    expect(value(String.raw`\${element(["q\"\\\n\u00e9 $\${v} \${var.cluster_arn}"], 0)}`.replaceAll("\\$", "$"))).toBe(
      `q"\\\né \${v} ${CLUSTER}`,
    );
  });
});

describe("what is not known before apply", () => {
  it.each([
    ["a ${aws_sqs_queue.main.arn} b", "aws_sqs_queue.main.arn"],
    ["${upper(var.cluster_arn)}", "upper(var.cluster_arn)"],
    ['${element(split(":", var.other), 1)}', "var.other"],
    ['${lookup({}, "a")}', 'lookup({}, "a")'],
    ["x ${[1]} y", "list"],
    ["x ${a.b[0]} ${var.cluster_arn}", "${a.b[0]}"],
    ["${1 + 1}", "${1 + 1}"],
    ['${join("}", [for s in var.x : "{${s}"])}', '${join("}'],
    ["%{ if true }a%{ endif }", "%{ if true }"],
    ["open ${var.cluster_arn", "${var.cluster_arn"],
    ['${"open}', '${"open}'],
    ['${"\\q"}', '${"\\q"}'],
    ["${}", "${}"],
  ])("%s, and it is said why", (text, expression) => {
    expect(value(text)).toEqual(new NotKnown(expression));
  });

  it("makes a whole list or object unknown", () => {
    expect(value({ a: ["x", "${each.key}"], b: 1 })).toEqual(new NotKnown("each.key"));
    expect(value({ a: ["x", "${var.cluster_arn}"], b: 1, c: null })).toEqual({ a: ["x", CLUSTER], b: 1, c: null });
  });

  it("is the worst that any text can be: none is an error", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("${", "%{", "}", '"', "\\", "(", ")", "[", "{", ",", "split", "var.x", ".", "="),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(() => value(pieces.join(""))).not.toThrow();
      }),
    );
  });
});
