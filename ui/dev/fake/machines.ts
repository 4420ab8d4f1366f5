import type { Machine, MachineState } from "../../src/lib/ipc";
import { hex, pick, seeded } from "./random";

export const regions = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-west-3",
  "eu-central-1",
  "sa-east-1",
  "ap-southeast-2",
];
const roles = ["web", "api", "worker", "db", "cache", "queue", "bastion", "ci-runner", "search", "batch"];
const teams = ["payments", "platform", "data", "growth"];
const environments = ["prod", "prod", "prod", "staging", "dev"];
const types: [string, number, number][] = [
  ["t3.micro", 2, 1024],
  ["t3.large", 2, 8192],
  ["m6i.xlarge", 4, 16384],
  ["c7g.2xlarge", 8, 16384],
  ["r6g.4xlarge", 16, 131072],
];
const states: MachineState[] = [
  ...Array<MachineState>(14).fill("running"),
  "stopped",
  "stopped",
  "stopped",
  "starting",
  "stopping",
  "terminated",
];
const rawStates: Partial<Record<MachineState, string>> = { starting: "pending", terminated: "shutting-down" };

function machine(random: () => number, provider: string, now: number, index: number): Machine {
  const region = pick(random, regions);
  const role = pick(random, roles);
  const environment = pick(random, environments);
  const [type, vcpus, memory] = pick(random, types);
  const state = pick(random, states);
  const octet = () => 1 + Math.floor(random() * 253);
  const id = `i-0${hex(random, 16)}`;
  const isPublic = random() > 0.4;
  return {
    id,
    provider,
    cloud: "aws",
    name: `${role}-${environment}-${index + 1}`,
    state,
    raw_state: rawStates[state] ?? state,
    region,
    zone: `${region}${pick(random, ["a", "b", "c"])}`,
    type,
    vcpus,
    memory_mib: memory,
    public_ips: isPublic ? [`203.0.${octet()}.${octet()}`] : [],
    private_ips: [`10.${octet()}.${octet()}.${octet()}`],
    private_dns: `ip-10-0-${octet()}-${octet()}.${region}.compute.internal`,
    image: `ami-0${hex(random, 16)}`,
    os: random() > 0.15 ? "linux" : "windows",
    launched_at: new Date(now - random() * 400 * 86_400_000).toISOString(),
    tags: { env: environment, team: pick(random, teams), role },
    console_url: `https://${region}.console.aws.amazon.com/ec2/home?region=${region}#InstanceDetails:instanceId=${id}`,
  };
}

export function makeMachines(provider: string, count: number, now: number, seed: number): Machine[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => machine(random, provider, now, index));
}

export function documentOf(of: Machine): string {
  return JSON.stringify({
    InstanceId: of.id,
    ImageId: of.image,
    InstanceType: of.type,
    State: { Code: of.state === "running" ? 16 : 80, Name: of.raw_state },
    Placement: { AvailabilityZone: of.zone, Tenancy: "default" },
    PrivateIpAddress: of.private_ips[0],
    PublicIpAddress: of.public_ips[0],
    LaunchTime: of.launched_at,
    Monitoring: { State: "disabled" },
    BlockDeviceMappings: [
      { DeviceName: "/dev/xvda", Ebs: { DeleteOnTermination: true, Status: "attached" } },
    ],
    SecurityGroups: [{ GroupId: "sg-0a1b2c3d4e5f60718", GroupName: "default" }],
    Tags: Object.entries(of.tags).map(([Key, Value]) => ({ Key, Value })),
  });
}
