import { BlockList, type IPVersion, isIPv4, isIPv6 } from "node:net";
import { refuse } from "./refuse";

const LONGEST_ADDRESS = 39;

/** Whether a string is an address in the block. @throws RefusedPattern */
export function addressBlock(cidr: string): (text: string) => boolean {
  const [, address = "", mask] = /^([^/]*)\/(\+?\d+)\/*$/.exec(cidr) ?? [];
  if (mask === undefined) refuse("Malformed CIDR, one '/' and then the mask bits required");
  const version = ipVersion(address) ?? refuse(`Invalid IP address: ${address}`);
  const most = version === "ipv4" ? 31 : 127;
  if (Number(mask) > most) refuse(`${version === "ipv4" ? "IPv4" : "IPv6"} mask bits must be < ${most + 1}`);
  return isInBlock(address, Number(mask), version);
}

/** Whether a string is the same address, such as `::1` and `0:0:0:0:0:0:0:1`; undefined if the text is not an address. */
export function sameAddress(text: string): ((other: string) => boolean) | undefined {
  const version = ipVersion(text);
  return version && isInBlock(text, version === "ipv4" ? 32 : 128, version);
}

function isInBlock(address: string, bits: number, version: IPVersion): (text: string) => boolean {
  const block = new BlockList();
  block.addSubnet(address, bits, version);
  return (text) => {
    const other = ipVersion(text);
    return other !== undefined && block.check(text, other);
  };
}

/** EventBridge takes no dots and no zone in an IPv6 address. */
function ipVersion(text: string): IPVersion | undefined {
  if (text.length > LONGEST_ADDRESS) return undefined;
  if (isIPv4(text)) return "ipv4";
  return isIPv6(text) && !/[.%]/.test(text) ? "ipv6" : undefined;
}
