// The cidr operator: an address, IPv4 or IPv6, within a block.
import { BlockList, isIP } from "node:net";
import { invalidPattern } from "./invalid-pattern.ts";

export function cidrTest(block: string): (text: string) => boolean {
  const [address = "", bits = "", ...more] = block.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) {
    throw invalidPattern(`Malformed CIDR, one '/' required and an address before it: ${block}`);
  }
  const blocks = new BlockList();
  blocks.addSubnet(address, Number(bits), familyOf(version));
  return (text) => isIP(text) === version && blocks.check(text, familyOf(version));
}

const familyOf = (version: number) => (version === 4 ? "ipv4" : "ipv6");
