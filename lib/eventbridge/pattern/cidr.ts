import { isIPv6 } from "node:net";
import { RefusedPattern } from "./operand";

/** The bytes of an IP address, 4 or 16, or undefined when the text is none. */
export type IpAddress = readonly number[];

export interface AddressBlock {
  readonly address: IpAddress;
  readonly maskBits: number;
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** Without dots and zones, which EventBridge does not take. */
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const IPV4_IN_IPV6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

export function parseIpAddress(text: string): IpAddress | undefined {
  if (IPV4.test(text)) {
    const bytes = text.split(".").map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  if (!IPV6.test(text) || !isIPv6(text)) return undefined;
  const [before = [], after = []] = text.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  const bytes = groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]);
  return IPV4_IN_IPV6.every((byte, index) => byte === bytes[index]) ? bytes.slice(12) : bytes;
}

/** @throws RefusedPattern in EventBridge's words */
export function parseAddressBlock(text: string): AddressBlock {
  const [ip = "", mask, ...others] = text.replace(/\/+$/, "").split("/");
  if (mask === undefined || others.length > 0) throw new RefusedPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new RefusedPattern("Malformed CIDR, mask bits must be an integer");
  const maskBits = Number(mask);
  if (maskBits < 0) throw new RefusedPattern("Malformed CIDR, mask bits must not be negative");
  const address = parseIpAddress(ip);
  if (address === undefined)
    throw new RefusedPattern(`${IPV4.test(ip) || IPV6.test(ip) ? "Invalid" : "Nonstandard"} IP address: ${ip}`);
  if (address.length === 4 && maskBits > 31) throw new RefusedPattern("IPv4 mask bits must be < 32");
  if (maskBits > 127) throw new RefusedPattern("IPv6 mask bits must be < 128");
  return { address, maskBits };
}

/** Whether the address lies in the block; one of the other IP version never does. */
export function isInBlock({ address, maskBits }: AddressBlock, ip: IpAddress): boolean {
  return (
    address.length === ip.length &&
    address.every((byte, index) => {
      const freeBits = Math.min(8, Math.max(0, (index + 1) * 8 - maskBits));
      return byte >> freeBits === (ip[index] ?? 0) >> freeBits;
    })
  );
}
