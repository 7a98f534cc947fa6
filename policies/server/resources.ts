import type { AnalyzeRequest, AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { ResourceLike } from "../adapter/containers";
import { lazyProperties } from "./properties";

/**
 * A resource of a message; nothing of its properties is decoded yet.
 *
 * @throws Error without properties: the engine always sends them, and to judge none would be to pass whatever it is
 */
export function resourceOf(message: AnalyzeRequest | AnalyzerResource): ResourceLike {
  const urn = message.getUrn();
  const properties = message.getProperties();
  if (!properties) throw new Error(`The engine sent no properties of ${urn}.`);
  return { type: message.getType(), urn, name: message.getName(), props: lazyProperties(properties) };
}

/** The resources of a stack. What the values of a property were made from is looked up when somebody asks. */
export function resourcesOf(request: AnalyzeStackRequest): readonly ResourceLike[] {
  const byUrn = new Map<string, ResourceLike>();
  const resources = request.getResourcesList().map((message) => {
    const resource = Object.defineProperty(resourceOf(message), "propertyDependencies", {
      // Enumerable, so that a copy of the resource has it as well.
      enumerable: true,
      get: () => propertyDependencies(message, byUrn),
    });
    byUrn.set(resource.urn, resource);
    return resource;
  });
  return resources;
}

/** Resources by the property that refers to them; those that are not in the stack are left out, as the policy SDK does. */
function propertyDependencies(
  message: AnalyzerResource,
  byUrn: ReadonlyMap<string, ResourceLike>,
): Record<string, readonly ResourceLike[]> {
  const found: Record<string, readonly ResourceLike[]> = {};
  message.getPropertydependenciesMap().forEach((from, property) => {
    found[property] = from.getUrnsList().flatMap((urn) => byUrn.get(urn) ?? []);
  });
  return found;
}
