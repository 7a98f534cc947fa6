import Docker from "dockerode";
import { textOf } from "../../cli/audit/readLog";

/** Asks for a page, as an app with a runtime of its own does: by name, and with no other authority than the given one. */
const SCRIPT = `
const { URL: url, CA: ca } = process.env;
require("node:https")
  .get(url, { ca: ca || undefined, timeout: 10000 }, (answer) => answer.pipe(process.stdout))
  .on("timeout", function () { this.destroy(new Error("no answer")); })
  .on("error", (error) => console.log(error.code, error.message));
`;

/** A container beside the services, in which an app would run. */
export class AppContainer {
  private readonly docker = new Docker();

  /**
   * @param network the services' network
   * @param like a container of which the image has Node in it
   */
  constructor(
    private readonly network: string,
    private readonly like: string,
  ) {}

  /** The page's text, or what failed. */
  async get(url: string, ca: string): Promise<string> {
    const { Image } = await this.docker.getContainer(this.like).inspect();
    const container = await this.docker.createContainer({
      Image,
      Entrypoint: ["node", "-e", SCRIPT],
      Cmd: [],
      Env: [`URL=${url}`, `CA=${ca}`],
      Healthcheck: { Test: ["NONE"] },
      HostConfig: { NetworkMode: this.network },
    });
    try {
      await container.start();
      await container.wait();
      return textOf((await container.logs({ stdout: true, stderr: true, follow: false })) as unknown as Buffer);
    } finally {
      await container.remove({ force: true });
    }
  }
}
