/** The repository's program, with the labels of one container changed as somebody might in a pull request. */
import * as pulumi from "@pulumi/pulumi";
import { MISTAKES } from "./mistakes";

const mistake = MISTAKES[process.env.MISTAKE ?? ""];
if (mistake) {
  pulumi.runtime.registerResourceTransform(({ type, name, props, opts }) => {
    if (type !== "docker:index/container:Container" || name !== mistake.container) return undefined;
    const labels = props.labels as { label: string; value: string }[];
    return { props: { ...props, labels: mistake.change(labels) }, opts };
  });
}

export * from "../../../index";
