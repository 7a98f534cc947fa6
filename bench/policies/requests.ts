/** Resources as the engine hands them to a policy pack: messages of Pulumi's analyzer protocol. */
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { fleet } from "../fleet/fleet";

/** A resource, reduced to what a policy sees. */
export interface Analyzed {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the Docker provider's check adds to a container's inputs (seen in `pulumi preview --json`). */
const CONTAINER_DEFAULTS = {
  containerReadRefreshTimeoutMilliseconds: 15_000,
  mustRun: true,
  networkMode: "bridge",
  removeVolumes: true,
  start: true,
  waitTimeout: 60,
};

/**
 * The gate and `services` services.
 *
 * @param round a part of their names: what a pack keeps of texts that it has read is of no use to it in another round
 */
export function dockerFleet(services: number, round = 0): readonly Analyzed[] {
  return fleet(services, `round${round}`).map((resource) =>
    resource.type === "docker:index/container:Container"
      ? { ...resource, properties: { ...CONTAINER_DEFAULTS, ...resource.properties } }
      : resource,
  );
}

/** Types of AWS that awsguard has rules for, none of which asks AWS itself. */
const AWS_TYPES = [
  "aws:ec2/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:rds/instance:Instance",
  "aws:kms/key:Key",
  "aws:dynamodb/table:Table",
];

/** `count` AWS resources of about a container's size: as many properties, and as many tags as it has labels. */
export function awsFleet(count: number, round = 0): readonly Analyzed[] {
  return Array.from({ length: count }, (_, index) => {
    const type = AWS_TYPES[index % AWS_TYPES.length] as string;
    const name = `round${round}-${index}`;
    return {
      type,
      name,
      urn: `urn:pulumi:bench::bench::${type}::${name}`,
      parent: "",
      dependencies: [],
      propertyDependencies: {},
      properties: {
        ami: "ami-0123456789abcdef0",
        monitoring: true,
        associatePublicIpAddress: false,
        instanceType: "t3.micro",
        instanceClass: "db.t3.micro",
        multiAz: true,
        storageEncrypted: true,
        publiclyAccessible: false,
        backupRetentionPeriod: 7,
        enableKeyRotation: true,
        serverSideEncryption: { enabled: true },
        loggings: [{ targetBucket: "logs" }],
        rootBlockDevice: { encrypted: true },
        ebsBlockDevices: [{ encrypted: true, deleteOnTermination: true }],
        tags: Object.fromEntries(Array.from({ length: 10 }, (_tag, tag) => [`tag-${tag}`, `value of ${name}`])),
      },
    };
  });
}

/** The messages of one preview: one per resource, and one for the whole stack. */
export interface Requests {
  readonly resources: readonly analyzer.AnalyzeRequest[];
  readonly stack: analyzer.AnalyzeStackRequest;
}

export function requestsFor(resources: readonly Analyzed[]): Requests {
  const stack = new analyzer.AnalyzeStackRequest();
  stack.setResourcesList(
    resources.map((resource) => {
      const message = fill(new analyzer.AnalyzerResource(), resource);
      message.setParent(resource.parent);
      message.setDependenciesList([...resource.dependencies]);
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const from = new analyzer.AnalyzerPropertyDependencies();
        from.setUrnsList([...urns]);
        message.getPropertydependenciesMap().set(property, from);
      }
      return message;
    }),
  );
  return { resources: resources.map((resource) => fill(new analyzer.AnalyzeRequest(), resource)), stack };
}

function fill<T extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(message: T, resource: Analyzed): T {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(resource.urn);
  message.setProperties(Struct.fromJavaScript(resource.properties as Parameters<typeof Struct.fromJavaScript>[0]));
  message.setOptions(new analyzer.AnalyzerResourceOptions());
  return message;
}
