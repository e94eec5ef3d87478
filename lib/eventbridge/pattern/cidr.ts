import { BlockList, type IPVersion, isIPv4, isIPv6 } from "node:net";
import { RefusedPattern } from "./refused-pattern";

const LONGEST_ADDRESS = 39;
/** Java's text form of an address, as far as the characters go. */
const ADDRESS_CHARACTERS = /^(?:[\d.]+|[\da-fA-F:]*)$/;

/** Whether a string is an address in the block. @throws RefusedPattern in EventBridge's words */
export function addressBlock(cidr: string): (text: string) => boolean {
  const [address = "", mask, ...others] = cidr.replace(/\/+$/, "").split("/");
  if (mask === undefined || others.length > 0) throw new RefusedPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new RefusedPattern("Malformed CIDR, mask bits must be an integer");
  const maskBits = Number(mask);
  if (maskBits < 0) throw new RefusedPattern("Malformed CIDR, mask bits must not be negative");
  const version = ipVersion(address);
  if (version === undefined)
    throw new RefusedPattern(`${ADDRESS_CHARACTERS.test(address) ? "Invalid" : "Nonstandard"} IP address: ${address}`);
  if (version === "ipv4" && maskBits > 31) throw new RefusedPattern("IPv4 mask bits must be < 32");
  if (maskBits > 127) throw new RefusedPattern("IPv6 mask bits must be < 128");
  const block = new BlockList();
  block.addSubnet(address, maskBits, version);
  return contains(block);
}

/** Whether a string is the same address, such as `::1` and `0:0:0:0:0:0:0:1`; undefined if the text is not an address. */
export function sameAddress(text: string): ((other: string) => boolean) | undefined {
  const version = ipVersion(text);
  if (version === undefined) return undefined;
  const block = new BlockList();
  block.addAddress(text, version);
  return contains(block);
}

function contains(block: BlockList): (text: string) => boolean {
  return (text) => {
    const version = ipVersion(text);
    return version !== undefined && block.check(text, version);
  };
}

/** EventBridge takes no dots and no zone in an IPv6 address. */
function ipVersion(text: string): IPVersion | undefined {
  if (text.length > LONGEST_ADDRESS) return undefined;
  if (isIPv4(text)) return "ipv4";
  return isIPv6(text) && !/[.%]/.test(text) ? "ipv6" : undefined;
}
