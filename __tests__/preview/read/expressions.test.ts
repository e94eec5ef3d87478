import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/eventbridge/json";
import { evaluate, NotKnown, type Resolve, references } from "../../../lib/preview/read/expressions";
import { literal } from "../../../lib/terraform/text";

const CLUSTER = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/demo";

const resolve: Resolve = (reference) => (reference === "var.cluster_arn" ? CLUSTER : new NotKnown(reference));

function value(of: Json): Json | NotKnown {
  return evaluate(of, resolve);
}

describe("a string of cdk.tf.json", () => {
  it("is itself if it has no expression", () => {
    expect(value('{"source":["aws.ecs"]}')).toBe('{"source":["aws.ecs"]}');
    expect(value("")).toBe("");
    expect(value('$ % { } $$ %% \\n "')).toBe('$ % { } $$ %% \\n "');
  });

  it("has doubled openings in text that looks like an expression", () => {
    expect(value("$${x} %%{y} $$$${z}")).toBe("${x} %{y} $$${z}");
  });

  it("gives back any text that was escaped for Terraform", () => {
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

  it("has the value of a variable in place of its reference", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(value(`${literal(before)} \${ var.cluster_arn }${literal(after)}`)).toBe(`${before} ${CLUSTER}${after}`);
      }),
    );
  });

  it("has the part of an ARN, counted around its end as Terraform does", () => {
    expect(value('in ${element(split(":", var.cluster_arn), 3)}')).toBe("in cn-north-1");
    expect(value('${element(split("/", var.cluster_arn), 3)}')).toBe("demo");
  });

  it("has what a map has for a key, or else the default", () => {
    const host = (key: string) => value(`\${lookup({"aws" = "a.com", "aws-cn" = "b.cn"}, ${key}, "other")}`);
    expect(host('element(split(":", var.cluster_arn), 1)')).toBe("b.cn");
    expect(host("var.cluster_arn")).toBe("other");
    expect(value(`\${lookup({}, var.cluster_arn, "toString")}`)).toBe("toString");
  });

  it("may be in a list or object, whose other values stay as they are", () => {
    expect(value({ a: ["x", "${var.cluster_arn}"], b: 1, c: null })).toEqual({ a: ["x", CLUSTER], b: 1, c: null });
  });
});

describe("what is not known before apply", () => {
  it.each([
    ["a ${aws_sqs_queue.main.arn} b", "aws_sqs_queue.main.arn"],
    ["${upper(var.cluster_arn)}", "upper(var.cluster_arn)"],
    ['${element(split(":", var.other), 1)}', "var.other"],
    ['${lookup({}, var.other, "x")}', "var.other"],
    ['${lookup({a = "b"}, var.cluster_arn, "x")}', 'lookup({a = "b"}, var.cluster_arn, "x")'],
    ["${1 + 1}", "1 + 1"],
    ["%{ if true }a%{ endif }", "%{ if true }a%{ endif }"],
    ["open ${var.cluster_arn", "${var.cluster_arn"],
    ['${"open}', '${"open}'],
    ["${}", "${}"],
  ])("%s is shown as its expression", (text, expression) => {
    expect(value(text)).toEqual(new NotKnown(expression));
  });

  it("makes a whole list or object unknown", () => {
    expect(value({ a: ["x", "${each.key}"], b: 1 })).toEqual(new NotKnown("each.key"));
  });

  it("never throws, whatever the text is", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("${", "%{", "}", '"', "\\", "(", ")", "[", "{", ",", "split", "var.x", ".", "=", "lookup({"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(() => [value(pieces.join("")), references(pieces.join(""))]).not.toThrow();
      }),
    );
  });
});

describe("the references of an argument", () => {
  it("are those in its expressions, not in quoted strings or escaped text", () => {
    expect(references('${trimspace("a.b", var.x)} $${var.y} var.z ${aws_sns_topic.a-b.arn}')).toEqual([
      "var.x",
      "aws_sns_topic.a-b.arn",
    ]);
    expect(references(undefined)).toEqual([]);
  });
});
